namespace Skeptic.Cli.Doctor;

internal static class DataCheck
{
    public static IEnumerable<Finding> Look(string? data) => [];
}
