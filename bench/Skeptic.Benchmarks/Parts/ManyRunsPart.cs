using System.Diagnostics;
using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Experiments;
using Skeptic.Torch;

namespace Skeptic.Benchmarks.Parts;

/// <summary>The grid of a table of small runs, swept by the product as users sweep it: one run at a time, and as many as it takes by itself.</summary>
internal sealed class ManyRunsPart : IPart
{
    private const int Batch = 32, Epochs = 20;
    private const double AimSeconds = 300;
    private static readonly string[] s_noises = ["instance", "asymmetric", "symmetric", "pair"], s_rates = ["0.2", "0.4", "0.7"], s_methods = ["ce", "cdr", "aux", "cdr+aux"];

    public string Name => "many-runs";

    public string Summary => $"{s_noises.Length * s_rates.Length * s_methods.Length} LeNet runs on MNIST in one sweep on a device (--device, default cuda); aim: {Epochs} epochs of all in {AimSeconds:0} s";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        var device = Device.Parse(options.Device);
        if (!device.IsCpu && Engine.CudaDevices == 0) throw new SkippedException("needs a CUDA device; --device cpu measures on the processor");
        using var workplace = BenchmarkData.RequireMnist(device);
        var cells = Cells(options);
        var (most, reason) = device.IsCpu ? (Environment.ProcessorCount, "one thread a run") : DeviceParallel.Of(cells, Environment.ProcessorCount);
        var table = new Table(Name, Summary, ["runs", "at a time", "epochs", "wall s", "s per epoch and run", "over one at a time", $"all, {Epochs} epochs: s", "aim s", "met"])
        {
            Notes =
            [
                "whole runs as a sweep trains them: built, trained, evaluated after every epoch, logged and checkpointed, scored; MNIST was read before, once for all",
                $"at a time: by itself a sweep takes {most} here ({reason})",
                "runs at fewer at a time are the first of the grid, as many of every method",
                $"all, {Epochs} epochs: the seconds per epoch and run, times all runs and {Epochs}",
            ],
        };
        double? one = null;
        foreach (var parallel in new[] { 1, 4, most }.Where(parallel => parallel <= most).Distinct())
        {
            var some = parallel == most ? cells : cells[..Math.Min(cells.Length, s_methods.Length * parallel)];
            var seconds = Wall(workplace, some, parallel);
            var each = seconds / (options.Epochs * some.Length);
            one ??= each;
            double? aim = parallel == most && !options.Quick ? AimSeconds : null;
            var all = each * cells.Length * Epochs;
            table.Row(some.Length, parallel, options.Epochs, seconds, each, each / one.Value, all, aim, aim is null ? null : all <= aim);
        }
        yield return table;
    }

    /// <summary>The grid of the report on CDR with auxiliary variables, table 1; one noise of it where it is only to be seen running.</summary>
    private static Cell[] Cells(BenchmarkOptions options) =>
    [
        .. from noise in options.Quick ? s_noises[3..] : s_noises
           from rate in options.Quick ? s_rates[..1] : s_rates
           from method in s_methods
           select new Cell(
               new Dictionary<string, string> { ["noise"] = noise, ["rate"] = rate, ["method"] = method },
               BenchmarkData.Recipe(BenchmarkData.Mnist, "lenet", Batch, options.Epochs, method) with { Noise = $"{noise}:{rate}", Samples = options.Quick ? 2_000 : 0 }),
    ];

    private static double Wall(Training.Workplace workplace, IReadOnlyList<Cell> cells, int parallel)
    {
        var folder = Directory.CreateTempSubdirectory("skeptic-benchmark-");
        try
        {
            var wall = Stopwatch.StartNew();
            var outcome = Sweep.Of(new CellStore(folder.FullName), cells, new SweepOptions { Parallel = parallel, FailFast = true }, workplace).Run();
            if (outcome.Failed.Count > 0) throw new InvalidOperationException($"{outcome.Failed[0].Cell.Title}: {outcome.Failed[0].Failure.Message}");
            return wall.Elapsed.TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
