using System.Text.Json.Nodes;

namespace Skeptic.Data;

/// <summary>What is known of a data set of one's own beside its samples.</summary>
public sealed record OwnFacts
{
    /// <summary>What users should know, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Positions in the training part that the data hold out for validation; null where they name none.</summary>
    public IReadOnlyList<int>? Validation { get; init; }

    /// <summary>Every annotator's label; positions are those of the listing.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];

    public IReadOnlyList<BadSample> Skipped { get; init; } = [];

    /// <summary>The digest of classes, labels and content, as of <see cref="OwnData.Sha256(string, OwnDataOptions, LoadOptions)"/>: the same however the data are read.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How a file or row becomes an input, for predictions later.</summary>
    public required JsonObject Preparation { get; init; }
}
