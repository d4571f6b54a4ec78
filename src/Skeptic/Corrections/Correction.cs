using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>What was decided about a label.</summary>
public enum CorrectionKind
{
    /// <summary>The old label is wrong, the new one right.</summary>
    Relabel,

    /// <summary>The old label was looked at and is right; nothing changes.</summary>
    Keep,
}

/// <summary>What is known of one sample's label. Labels are class names or, where classes have none, numbers from 0.</summary>
/// <param name="Id">As the audit calls the sample: the number of its row in the data, unless the audit was given other ids.</param>
public sealed record Correction(string Id, string OldLabel, string NewLabel)
{
    /// <summary>Where the data say what a sample is called: its path in the data; else empty.</summary>
    public string Path { get; init; } = "";

    public CorrectionKind Kind { get; init; } = OldLabel == NewLabel ? CorrectionKind.Keep : CorrectionKind.Relabel;

    /// <summary>Who decided; empty where nobody is named.</summary>
    public string Reviewer { get; init; } = "";

    public DateTimeOffset? Time { get; init; }

    /// <summary>The audit's label score, the lower the more suspicious; null where there is none.</summary>
    public double? Score { get; init; }

    /// <summary>The correction that takes this one back.</summary>
    public Correction Reversed => this with { OldLabel = NewLabel, NewLabel = OldLabel };

    /// <exception cref="SourceException">No id or label, or a decision that contradicts the labels.</exception>
    internal void Check(string where)
    {
        if (Id.Length == 0) throw new SourceException($"{where}: the id is empty.");
        if (OldLabel.Length == 0 || NewLabel.Length == 0) throw new SourceException($"{where}: '{Id}' has an empty {(OldLabel.Length == 0 ? "old_label" : "new_label")}.");
        if (Kind == CorrectionKind.Keep != (OldLabel == NewLabel))
            throw new SourceException($"{where}: the decision about '{Id}' is {PatchColumns.Name(Kind)}, but its label {(OldLabel == NewLabel ? "stays" : "becomes")} '{NewLabel}'.");
        if (Score is { } score && !double.IsFinite(score)) throw new SourceException($"{where}: the score of '{Id}' is no finite number.");
    }
}
