using System.CommandLine;
using Skeptic.Cli.Theory;
using Skeptic.Data;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic theory</c>: why it works, tried out.</summary>
internal static class TheoryCommand
{
    public static Command Create(Terminal terminal) => new("theory", "Try out why it works: recovery, memorisation, the symmetric condition.")
    {
        TheoryLinearCommand.Create(terminal),
        TheoryMemoriseCommand.Create(terminal),
        TheorySymmetricCommand.Create(terminal),
    };

    /// <summary>Writes files into a folder and says where they are.</summary>
    internal static void Write(Terminal terminal, string folder, params IEnumerable<(string Name, string Text)> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.WriteAllText(path, text);
            terminal.Note(path);
        }
    }

    internal static string Json(TextTable table)
    {
        using var text = new StringWriter { NewLine = "\n" };
        table.Write(text, "json");
        return text.ToString();
    }
}
