using Skeptic.Torch.Distributed;
using Skeptic.Training;

namespace Skeptic.Cli.Runs;

/// <summary>What one call of <c>skeptic train</c> asks for.</summary>
internal sealed record TrainRequest
{
    public required Recipe Recipe { get; init; }

    /// <summary>The run directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Where data sets are looked for first; null leaves the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>Whether there must be a run to go on with.</summary>
    public bool Resume { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Which process of several this is; null trains alone.</summary>
    public Membership? Place { get; init; }

    /// <summary>Whether this process tells how training goes, and writes the run: of several the first does.</summary>
    public bool Tells => Place is not { Rank: > 0 };

    /// <summary>How the run is computed.</summary>
    public Execution Execution { get; init; } = new();

    /// <summary>Threads of the engine; null for as many as a step is worth.</summary>
    public int? Threads { get; init; }

    /// <summary>This process's share of the machine's processors.</summary>
    public required int Processors { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Whether the epochs are written for TensorBoard too.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The command line that goes on with this run after an interruption.</summary>
    public required string ResumeCommand { get; init; }
}
