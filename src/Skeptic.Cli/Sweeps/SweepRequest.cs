using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps;

/// <summary>What one call of <c>skeptic sweep</c> asks for.</summary>
internal sealed record SweepRequest
{
    public required IReadOnlyList<Experiment> Experiments { get; init; }

    /// <summary>The folder of run directories.</summary>
    public required string Out { get; init; }

    /// <summary>Where data sets are looked for first; null leaves the usual places.</summary>
    public string? Data { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public string Device { get; init; } = "auto";

    public required SweepOptions Options { get; init; }

    public bool DryRun { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Whether the epochs are written for TensorBoard too.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The command line that goes on after an interruption.</summary>
    public required string ResumeCommand { get; init; }

    /// <summary>Every recipe once, in the order of the experiments.</summary>
    public IReadOnlyList<Cell> Cells => [.. Experiments.SelectMany(experiment => experiment.Cells).DistinctBy(cell => cell.Recipe.Id)];
}
