using System.Diagnostics;
using System.Globalization;
using Skeptic.Auditing;
using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Data;

namespace Skeptic.Benchmarks.Parts;

/// <summary>Finding label issues and scoring all labels: in memory beside NumPy, and from files larger than they need memory for.</summary>
internal sealed class AuditPart : IPart
{
    internal const string ChildCommand = "audit-child";
    private const int Threads = 2;

    public string Name => "audit";

    public string Summary => "label issues and three scores: 1,000,000 x 10 in memory beside NumPy, and files in parts; aims: 0.5 s, 8 s in 1 GiB";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        var scale = options.PythonFraction < 0.1 ? 100 : 1;
        yield return InMemory(options, 1_000_000 / scale, 10);
        yield return FromFiles(options, [(10_000_000 / scale, 10, 8, 1024), (1_000_000 / scale, 1000, null, 4096)]);
    }

    /// <summary>The child: one audit of a file, then its seconds, its processor's seconds, its peak and its issues.</summary>
    internal static int RunChild(string probabilities, string labels)
    {
        using var names = NpyFile.Open(labels);
        var given = names.ReadIntegers();
        var watch = Stopwatch.StartNew();
        using var file = NpyFile.Open(probabilities);
        var audit = LabelAudit.Of(ClassProbabilities.Of(file), given, new AuditOptions { Threads = Threads });
        Touch(audit);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {self.TotalProcessorTime.TotalSeconds} {self.PeakWorkingSet64} {audit.IsIssue.Count(issue => issue)}"));
        return 0;
    }

    private Table InMemory(BenchmarkOptions options, int samples, int classes)
    {
        using var data = new AuditData(samples, classes);
        var labels = Npy.Read(data.Labels).ToInts();
        var rows = ClassProbabilities.Of((float[])Npy.Read(data.Probabilities).Values, classes);
        using var python = PythonFinder.Find(options.Python) is { } found ? new PythonProcess(found, "audit.py", "--probs", data.Probabilities, "--labels", data.Labels) : null;
        List<(double Seconds, double Processor)> ours = [], theirs = [];
        var (issues, theirIssues) = (0, 0);
        for (var round = -1; round < Math.Max(3, options.Blocks / 2); round++)
        {
            using var self = Process.GetCurrentProcess();
            var (watch, processor) = (Stopwatch.StartNew(), self.TotalProcessorTime);
            var audit = LabelAudit.Of(rows, labels, new AuditOptions { Threads = Threads });
            Touch(audit);
            self.Refresh();
            if (round >= 0) ours.Add((watch.Elapsed.TotalSeconds, (self.TotalProcessorTime - processor).TotalSeconds));
            issues = audit.IsIssue.Count(issue => issue);
            if (python?.Ask("run") is not { } answer || round < 0) continue;
            theirs.Add(((double)answer["seconds"]!, (double)answer["processor_seconds"]!));
            theirIssues = (int)answer["issues"]!;
        }
        var table = new Table(Name, $"{samples:N0} x {classes} float32 in memory, {Threads} threads", ["side", "n", "median s", "min s", "max s", "processor s", "issues"])
        {
            Notes = ["sides take turns; NumPy as bench/python/audit.py has it, whole-array operations in one process"],
        };
        Add("Skeptic", ours, issues);
        if (theirs.Count == 0) return table;
        Add("NumPy", theirs, theirIssues);
        var (ratio, processorRatio) = (Spread.Of(ours.Zip(theirs, (a, b) => a.Seconds / b.Seconds)), Spread.Of(ours.Zip(theirs, (a, b) => a.Processor / b.Processor)));
        table.Row("ratio", ours.Count, ratio.Median, ratio.Minimum, ratio.Maximum, processorRatio.Median, null);
        return table;

        void Add(string side, List<(double Seconds, double Processor)> times, int count)
        {
            var seconds = Spread.Of(times.Select(time => time.Seconds));
            table.Row(side, times.Count, seconds.Median, seconds.Minimum, seconds.Maximum, Spread.Of(times.Select(time => time.Processor)).Median, count);
        }
    }

    private Table FromFiles(BenchmarkOptions options, (int Samples, int Classes, double? AimSeconds, double AimMebibytes)[] sizes)
    {
        var table = new Table(Name, $"float32 files read in parts, {Threads} threads, a process each", ["samples", "classes", "n", "median s", "min s", "max s", "processor s", "peak MiB", "aim s", "aim MiB", "met"])
        {
            Notes = ["issues by the default filter and all three scores; the file is in the system's cache; peak: largest resident set of the process"],
        };
        foreach (var (samples, classes, aimSeconds, aimMebibytes) in sizes)
        {
            using var data = new AuditData(samples, classes);
            double[][] runs = [.. Enumerable.Range(0, Math.Max(3, options.Epochs)).Select(_ => Child(data))];
            var (seconds, peak) = (Spread.Of(runs.Select(run => run[0])), runs.Max(run => run[2]) / (1 << 20));
            table.Row(samples, classes, runs.Length, seconds.Median, seconds.Minimum, seconds.Maximum, Spread.Of(runs.Select(run => run[1])).Median, peak, aimSeconds, aimMebibytes, (aimSeconds is null || seconds.Median < aimSeconds) && peak < aimMebibytes);
        }
        return table;
    }

    /// <summary>Scores are computed when they are asked for.</summary>
    private static void Touch(LabelAudit audit) => _ = audit.NormalizedMargin[0] + audit.ConfidenceWeightedEntropy[0];

    private static double[] Child(AuditData data)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. MemoryPart.Self(), ChildCommand, data.Probabilities, data.Labels]) { RedirectStandardOutput = true })!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))] : throw new SkippedException($"the audit ended with code {child.ExitCode}");
    }
}
