using System.Runtime.CompilerServices;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>The clone that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "Skeptic.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
