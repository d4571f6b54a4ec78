using System.Diagnostics;

namespace Skeptic.Benchmarks.Parts;

/// <summary>Runs <c>bench/native/boxed_add</c>, which bench/run builds where there is a C++ compiler.</summary>
internal static class BoxedAdd
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "boxed_add");

    /// <returns>Names and median microseconds; nothing where the program was not built.</returns>
    internal static IEnumerable<(string What, double Microseconds)> Measure()
    {
        if (!File.Exists(Program)) yield break;
        using var process = Process.Start(new ProcessStartInfo(Program) { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var what, var median]) yield return (what, double.Parse(median));
        }
        process.WaitForExit();
    }
}
