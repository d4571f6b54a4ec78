using Skeptic.Auditing;

namespace Skeptic.Cli.Audits;

/// <summary>What <c>skeptic audit</c> is asked to do.</summary>
internal sealed record AuditRequest
{
    /// <summary>A .npy file, or FILE.npz:NAME.</summary>
    public required string Probabilities { get; init; }

    public required string Labels { get; init; }

    public required string Directory { get; init; }

    /// <summary>A file with a name a line, or null.</summary>
    public string? ClassNames { get; init; }

    /// <summary>A file with a path a line, or null.</summary>
    public string? Paths { get; init; }

    public required AuditOptions Options { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }
}
