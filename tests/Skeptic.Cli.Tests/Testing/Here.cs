using System.Text;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>How a command line ended.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>The lines of <see cref="Error"/>.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs command lines in this process.</summary>
internal static class Here
{
    public static Ended Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(new StringBuilder()) { NewLine = "\n" }, new StringWriter(new StringBuilder()) { NewLine = "\n" });
        var code = CommandLine.Run(arguments, new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error)));
        return new(code, output.ToString(), error.ToString());
    }
}
