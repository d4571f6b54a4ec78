using System.Diagnostics;

namespace Skeptic.Benchmarks.Harness;

/// <summary>A Python that has torch, and what is in it.</summary>
internal sealed record FoundPython(string Path, string Facts);

internal static class PythonFinder
{
    private const string Question = "import sys, torch; print(sys.version.split()[0], 'torch', torch.__version__)";
    private static readonly Dictionary<string, FoundPython?> s_asked = [];

    /// <returns>The Python asked for or, without a wish, the first on the usual places that has torch; null where there is none.</returns>
    internal static FoundPython? Find(string? wanted)
    {
        foreach (var path in wanted is null ? ["python3", "/usr/bin/python3"] : new[] { wanted })
        {
            if (!s_asked.TryGetValue(path, out var found)) s_asked[path] = found = Ask(path);
            if (found is not null) return found;
        }
        return null;
    }

    /// <exception cref="SkippedException">There is none.</exception>
    internal static FoundPython Require(string? wanted) => Find(wanted) ?? throw new SkippedException(
        "no Python with torch to compare with (Debian: apt-get install python3-torch; elsewhere name one with --python)");

    private static FoundPython? Ask(string path)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(path, ["-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = python.StandardError.ReadToEndAsync();
            var facts = python.StandardOutput.ReadToEnd().Trim();
            errors.Wait();
            python.WaitForExit();
            return python.ExitCode == 0 ? new FoundPython(path, facts) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
