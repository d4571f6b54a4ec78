using Skeptic.Benchmarks.Harness;
using Skeptic.Benchmarks.Reporting;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Parts;

/// <summary>How a step in Python is written: an argument of <c>bench/python/step.py</c> and a name for the report.</summary>
internal sealed record PythonStyle(string Name, params string[] Arguments);

/// <summary>Steps of ours beside steps in Python, block by block in turn.</summary>
internal static class StepTable
{
    internal static readonly IReadOnlyList<string> Columns =
        ["step", "side", "median ms", "min ms", "max ms", "processor ms", "ours / this: median", "min", "max", "aim", "met", "by processor time"];

    internal static readonly IReadOnlyList<string> Notes =
    [
        "ours: the product's Trainer and TrainingStep, with everything a run does per step (gathering and normalising the batch, methods, per-sample records); method ce",
        "Python: forward, cross-entropy, zero_grad, backward, SGD step on batches that lie ready as floats; it loads, normalises and records nothing",
        "by processor time: the median ratio of the time that both spent on a processor; where it differs from the ratio by the clock, the machine was busy",
        "a figure is the mean of a block of steps; median, least and largest are over blocks, a ratio is of the blocks of one round",
    ];

    /// <summary>Adds one row for each side.</summary>
    /// <param name="aim">For the ratio to the first of <paramref name="styles"/>.</param>
    internal static void Add(
        Table table, BenchmarkOptions options, Workplace workplace, string dataset, string model, int batch, int threads, IReadOnlyList<PythonStyle> styles, double? aim)
    {
        var what = $"{model}, batch {batch}, {threads} thread{(threads == 1 ? "" : "s")}";
        var python = PythonFinder.Find(options.Python);
        var sides = new List<ISide>();
        try
        {
            sides.Add(new TrainerSide("ours", BenchmarkData.Recipe(dataset, model, batch, epochs: 100_000), workplace, threads));
            if (python is not null)
            {
                foreach (var style in styles)
                    sides.Add(new PythonSide(style.Name, python, "step.py", ["--model", model, "--batch", $"{batch}", "--threads", $"{threads}", .. style.Arguments]));
            }
            var turns = Alternation.Run(sides, options.Blocks, options.BlockSeconds);
            var ours = turns.Milliseconds(sides[0]);
            table.Row(what, "ours", ours.Median, ours.Minimum, ours.Maximum, turns.ProcessorMilliseconds(sides[0]).Median, null, null, null, null, null, null);
            foreach (var side in sides.Skip(1))
            {
                var (time, ratio) = (turns.Milliseconds(side), turns.Ratio(sides[0], side));
                var aimed = side == sides[1] ? aim : null;
                table.Row(
                    what, side.Name, time.Median, time.Minimum, time.Maximum, turns.ProcessorMilliseconds(side).Median,
                    ratio.Median, ratio.Minimum, ratio.Maximum, aimed, aimed is null ? null : ratio.Median <= aimed, turns.ProcessorRatio(sides[0], side).Median);
            }
            if (python is null) table.Row(what, "Python: none with torch found", null, null, null, null, null, null, null, null, null, null);
        }
        finally
        {
            foreach (var side in sides) side.Dispose();
        }
    }
}
