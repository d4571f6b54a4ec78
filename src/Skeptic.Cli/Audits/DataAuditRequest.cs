using Skeptic.Auditing;
using Skeptic.Training;

namespace Skeptic.Cli.Audits;

/// <summary>What <c>skeptic audit DATA</c> is asked to do beyond an audit of given probabilities.</summary>
internal sealed record DataAuditRequest
{
    /// <summary>The data, their noise, and how each fold is trained.</summary>
    public required Recipe Recipe { get; init; }

    public required FoldOptions Folds { get; init; }

    public required ConsensusKind Consensus { get; init; }

    /// <summary>Where data sets are looked for first; null leaves the usual places.</summary>
    public string? DataFolder { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</summary>
    public required string Device { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The command line that goes on after an interruption.</summary>
    public required string Again { get; init; }
}
