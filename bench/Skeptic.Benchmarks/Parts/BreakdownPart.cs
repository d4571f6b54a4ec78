using System.Diagnostics;
using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Benchmarks.Parts;

/// <summary>Where the time of a step goes, beside what the machine's arithmetic and memory would allow.</summary>
internal sealed class BreakdownPart : IPart
{
    private const int Side = 1024, CopyFloats = 16 << 20;
    private static readonly Operator s_copy = new("aten::copy_");

    public string Name => "breakdown";

    public string Summary => "the parts of a LeNet and a CNN-4 step, by our operators and the library's, beside the machine's limit";

    public IEnumerable<Table> Measure(BenchmarkOptions options)
    {
        foreach (var threads in (int[])[1, 2])
        {
            var table = new Table(Name, Summary,
                ["step", "part", "MFLOP", "MB", "limit ms", "library ms", "ours ms", "ours, min ms", "library / ours", "ours / limit"])
            {
                Notes =
                [
                    "limit: the larger of MFLOP at the rate of a matrix product of 1024^3 and MB at the rate of a copy of 64 MB; both are rows, timed in turn with the parts",
                    "MFLOP: dense arithmetic, forward and backward, whatever kernels leave out; MB: inputs, outputs and their gradients, once each way",
                    "ms: medians over blocks of calls that take turns; a part is timed alone, so its operands are warmer in the caches than in a step",
                    "library: its operators one by one, as PyTorch calls them; parts without a figure are the library's on both sides, or have no counterpart",
                    "step: the product's Trainer, timed as in lenet-step and cnn4-step; what it does besides is records, the method's bookkeeping and calls",
                ],
            };
            Add(table, options, "lenet", 32, threads, BreakdownPieces.LeNet);
            Add(table, options, "lenet", 128, threads, BreakdownPieces.LeNet);
            Add(table, options, "cnn4", 128, threads, BreakdownPieces.Cnn4);
            yield return table;
        }
    }

    private static void Add(Table table, BenchmarkOptions options, string network, int batch, int threads, Func<int, IEnumerable<Piece>> pieces)
    {
        Engine.Threads = threads;
        using var scope = Scope.Open();
        var what = $"{network}, batch {batch}, {threads} thread{(threads == 1 ? "" : "s")}";
        Piece[] parts = [.. Machine(), .. pieces(batch)];
        var times = Time(options, [.. parts.SelectMany(part => part.Library is null ? new[] { part.Ours } : [part.Ours, part.Library])]);

        double gigaflops = parts[0].Megaflop / times[0].Median, gigabytes = parts[1].Megabytes / times[1].Median;
        table.Row(what, $"matrix product, {gigaflops:F0} GFLOP/s", parts[0].Megaflop, null, null, times[0].Median, null, null, null, null);
        table.Row(what, $"copy, {gigabytes:F1} GB/s", null, parts[1].Megabytes, null, times[1].Median, null, null, null, null);
        double limits = 0, sum = 0;
        var at = 2;
        foreach (var part in parts[2..])
        {
            var ours = times[at++];
            var library = part.Library is null ? null : times[at++];
            var limit = Math.Max(part.Megaflop / gigaflops, part.Megabytes / gigabytes);
            (limits, sum) = (limits + limit, sum + ours.Median);
            table.Row(what, part.Name, part.Megaflop, part.Megabytes, limit, library?.Median, ours.Median, ours.Minimum, library?.Median / ours.Median, ours.Median / limit);
        }
        table.Row(what, "sum of parts", null, null, limits, null, sum, null, null, sum / limits);
        var step = Step(options, network, batch, threads);
        table.Row(what, "step", null, null, limits, null, step.Median, step.Minimum, null, step.Median / limits);
    }

    private static IEnumerable<Piece> Machine()
    {
        Tensor a = Tensor.Ones([Side, Side]), b = Tensor.Ones([Side, Side]);
        Tensor from = Tensor.Ones([CopyFloats]), to = Tensor.Ones([CopyFloats]);
        return
        [
            new Piece("matrix product", 2.0 * Side * Side * Side / 1e6, 0, () => a.MatMul(b), null),
            new Piece("copy", 0, 2.0 * 4 * CopyFloats / 1e6, () => s_copy.Do(to, from), null),
        ];
    }

    /// <summary>Milliseconds of one call of each action; blocks of them take turns.</summary>
    private static Spread[] Time(BenchmarkOptions options, Action[] actions)
    {
        var seconds = options.BlockSeconds / 20;
        int[] calls = [.. actions.Select(action => Math.Max(1, (int)(seconds / Block(action, Math.Max(1, (int)(0.02 / Block(action, 2))))))) ];
        var rounds = Enumerable.Range(0, options.Blocks).Select(_ => actions.Select((action, i) => Block(action, calls[i]) * 1000).ToArray()).ToArray();
        return [.. actions.Select((_, i) => Spread.Of(rounds.Select(round => round[i])))];
    }

    /// <summary>Seconds of one of some calls.</summary>
    private static double Block(Action action, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            using var scope = Scope.Open();
            action();
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }

    private static Spread Step(BenchmarkOptions options, string network, int batch, int threads)
    {
        var (workplace, dataset) = BenchmarkData.MnistOrRandom();
        using (workplace)
        {
            using var side = new TrainerSide("ours", BenchmarkData.Recipe(dataset, network, batch, epochs: 100_000), workplace, threads);
            return Alternation.Run([side], options.Blocks, options.BlockSeconds / 2).Milliseconds(side);
        }
    }
}
