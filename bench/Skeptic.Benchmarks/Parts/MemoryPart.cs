using System.Diagnostics;
using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Parts;

/// <summary>The largest resident set of a process that does nothing but one run.</summary>
internal sealed class MemoryPart : IPart
{
    internal const string ChildCommand = "memory-child";
    private const double AimMegabytes = 700;

    public string Name => "memory";

    public string Summary => "peak resident memory of one MNIST run from its start to its scores, in a process of its own; aim: under 700 MB";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        BenchmarkData.RequireMnist().Dispose();
        var table = new Table(Name, Summary, ["method", "peak MB", "aim MB", "met"])
        {
            Notes = ["LeNet, batch 32, one epoch, run directory and scores included; MB of 1,000,000 bytes as the kernel counts them"],
        };
        foreach (var method in (string[])["ce", "cdr+aux", "co-teaching"])
        {
            var peak = PeakOfChild(method) / 1e6;
            table.Row(method, peak, AimMegabytes, peak < AimMegabytes);
        }
        yield return table;
    }

    /// <summary>The child: one run, then its own peak on standard output.</summary>
    internal static int RunChild(string method)
    {
        Engine.Threads = 1;
        using var workplace = BenchmarkData.RequireMnist();
        var folder = Directory.CreateTempSubdirectory("skeptic-benchmark-");
        try
        {
            var recipe = BenchmarkData.Recipe(BenchmarkData.Mnist, "lenet", 32, epochs: 1, method);
            using var directory = RunDirectory.Open(folder.FullName, recipe);
            var outcome = Trainer.Train(recipe, workplace, directory);
            Console.WriteLine(outcome.Result!.PeakMemory);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double PeakOfChild(string method)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), ChildCommand, method]) { RedirectStandardOutput = true })!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? double.Parse(text) : throw new SkippedException($"the run of {method} ended with code {child.ExitCode}");
    }

    // Started as `dotnet Skeptic.Benchmarks.dll`, the process is dotnet and needs to be told the program.
    internal static string[] Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(MemoryPart).Assembly.Location] : [];
}
