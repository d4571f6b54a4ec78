using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Sweeps;

/// <summary>What one call of <c>skeptic sweep</c> asks for.</summary>
internal sealed record SweepRequest
{
    /// <summary>Every recipe once, in the order of the experiments.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>What the sweep is called: the experiment's own name, or a word for several.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of run directories.</summary>
    public required string Out { get; init; }

    /// <summary>Where data sets are looked for first; null leaves the usual places.</summary>
    public string? Data { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public string Device { get; init; } = "auto";

    public required SweepOptions Options { get; init; }

    /// <summary>How the runs are computed.</summary>
    public Execution Execution { get; init; } = new();

    /// <summary>Whether nobody said how many cells are trained at a time: what the options say is for a processor then.</summary>
    public bool ChoosesParallel { get; init; }

    public bool DryRun { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Whether the epochs are written for TensorBoard too.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Not here, but by a job of Slurm; null trains here.</summary>
    public Slurm.SlurmOptions? Slurm { get; init; }

    /// <summary>The command line that goes on after an interruption.</summary>
    public required string ResumeCommand { get; init; }

    /// <summary>The command line that says how far the cells are.</summary>
    public required string LookCommand { get; init; }
}
