using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>What the demo found, computed from the runs alone; tables, page and JSON all read from here.</summary>
internal sealed class DemoReport
{
    public const int Shown = 20, Counted = 100;

    public DemoReport(IReadOnlyList<FinishedRun> runs)
    {
        Runs = runs;
        Baseline = runs.First(run => run.Method == DemoPlan.Baseline);
        Finder = runs.Where(run => run.Method != DemoPlan.Baseline).MaxBy(run => Validation(run))!;
        Findings = [Verdict.OnAccuracy(this), Verdict.OnMemory(this)];
    }

    public IReadOnlyList<FinishedRun> Runs { get; }

    public FinishedRun Baseline { get; }

    public IEnumerable<FinishedRun> Robust => Runs.Where(run => run != Baseline);

    /// <summary>
    /// The run whose score ranks the labels: of the robust ones, that with the highest accuracy on the validation split after
    /// its last epoch. The split's labels are as noisy as those trained on, so this is a choice that a user could make too.
    /// </summary>
    public FinishedRun Finder { get; }

    /// <summary>Two sentences on what to see in the figures.</summary>
    public IReadOnlyList<string> Findings { get; }

    public IReadOnlyList<SampleRow> Suspects => [.. Finder.Samples.Take(Shown)];

    /// <summary>Share of the training labels that are wrong: what a search at random would hit.</summary>
    public double NoiseRate => Finder.Facts.RealisedNoiseRate ?? throw new RunException($"{Finder.Part.Directory}: run.json holds no noise rate");

    public static double? Validation(FinishedRun run) => run.Epochs[^1].Validation;
}
