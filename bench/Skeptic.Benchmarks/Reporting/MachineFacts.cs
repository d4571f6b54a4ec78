using System.Diagnostics;
using System.Runtime.InteropServices;
using Skeptic.Benchmarks.Harness;
using Skeptic.Torch;

namespace Skeptic.Benchmarks.Reporting;

/// <summary>What figures depend on: processor, system, versions, commit, date, and what else the machine was doing.</summary>
internal static class MachineFacts
{
    private const string Unknown = "unknown";

    internal static IReadOnlyList<(string Name, string Value)> Read(BenchmarkOptions options)
    {
        var engine = Engine.Describe();
        return
        [
            ("processor", Entry("/proc/cpuinfo", "model name", ':')),
            ("threads", $"{Environment.ProcessorCount}, {ThreadsPerCore()} a core"),
            ("memory", Memory()),
            ("system", $"{Entry("/etc/os-release", "PRETTY_NAME", '=')}, {RuntimeInformation.OSDescription}"),
            ("load at start", Load()),
            (".NET", Environment.Version.ToString()),
            ("libtorch", $"{engine["libtorch"]}, {engine.GetValueOrDefault("cpu capability", Unknown)}"),
            ("Python", PythonFinder.Find(options.Python)?.Facts ?? "none with torch found"),
            ("commit", Commit()),
            ("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'")),
            ("blocks", $"{options.Blocks} of {options.BlockSeconds} s, {options.Epochs} epochs, {options.PythonFraction:P0} of an epoch in Python"),
        ];
    }

    private static string Entry(string file, string key, char separator) =>
        !File.Exists(file) ? Unknown : File.ReadLines(file).Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(separator) + 1)..].Trim().Trim('"')).FirstOrDefault(Unknown);

    private static string ThreadsPerCore()
    {
        const string Siblings = "/sys/devices/system/cpu/cpu0/topology/thread_siblings_list";
        if (!File.Exists(Siblings)) return Unknown;
        // "0,2" or "0-1": the hardware threads that share core 0.
        return File.ReadAllText(Siblings).Trim().Split(',').Sum(range =>
        {
            var ends = range.Split('-').Select(int.Parse).ToArray();
            return ends[^1] - ends[0] + 1;
        }).ToString();
    }

    private static string Memory()
    {
        var kilobytes = Entry("/proc/meminfo", "MemTotal", ':').Split(' ')[0];
        return long.TryParse(kilobytes, out var count) ? $"{count / 1048576.0:F1} GiB" : Unknown;
    }

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : Unknown;

    private static string Commit()
    {
        var head = Git("rev-parse --short=12 HEAD");
        if (head is null) return Unknown;
        return Git("status --porcelain") is { Length: 0 } ? head : $"{head} with uncommitted changes";
    }

    private static string? Git(string arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
            })!;
            var text = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
