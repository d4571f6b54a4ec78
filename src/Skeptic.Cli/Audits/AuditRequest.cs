using Skeptic.Auditing;

namespace Skeptic.Cli.Audits;

/// <summary>What <c>skeptic audit</c> is asked to do.</summary>
internal sealed record AuditRequest
{
    /// <summary>What to train on; null where probabilities are given.</summary>
    public DataAuditRequest? Data { get; init; }

    /// <summary>A .npy file, or FILE.npz:NAME.</summary>
    public string Probabilities { get; init; } = "";

    public string Labels { get; init; } = "";

    public required string Directory { get; init; }

    /// <summary>A file with a name a line, or null.</summary>
    public string? ClassNames { get; init; }

    /// <summary>A file with a path a line, or null.</summary>
    public string? Paths { get; init; }

    public required AuditOptions Options { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }
}
