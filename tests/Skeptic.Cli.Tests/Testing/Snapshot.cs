using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>
/// Texts that are compared with a file in <c>Snapshots/</c>. To take a changed text over, run the tests once with
/// <c>SKEPTIC_ACCEPT=1</c> and read the difference that git shows.
/// </summary>
internal static partial class Snapshot
{
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(Folder(caller), name);
        if (Environment.GetEnvironmentVariable("SKEPTIC_ACCEPT") == "1") File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"there is no snapshot {name}; the text is:\n{actual}");
        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    /// <summary>Replaces what differs between machines and moments: every number, with the blanks that align it.</summary>
    public static string Scrub(string text) => string.Join('\n', Number().Replace(text, " # ").Split('\n').Select(line => line.TrimEnd()));

    private static string Folder(string caller)
    {
        var folder = Path.GetDirectoryName(caller)!;
        while (!Directory.Exists(Path.Combine(folder, "Snapshots"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "Snapshots");
    }

    [GeneratedRegex(@" *\d[\d.,:]* *")]
    private static partial Regex Number();
}
