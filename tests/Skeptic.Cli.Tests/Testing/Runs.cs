namespace Skeptic.Cli.Tests.Testing;

/// <summary>Command lines of runs that take a second or two.</summary>
internal static class Runs
{
    public static string[] Tiny(params string[] more) =>
        ["train", "--dataset", "glyphs", "--noise", "symmetric:0.4", "--set", "samples=500", "--epochs", "2", "--threads", "1", "--device", "cpu", .. more];

    /// <summary>One that lasts long enough to be stopped in the middle.</summary>
    public static string[] Long(params string[] more) =>
        ["train", "--dataset", "glyphs", "--noise", "symmetric:0.4", "--set", "samples=10000", "--epochs", "3", "--threads", "1", "--device", "cpu", .. more];
}
