using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>A label that another program gives a sample.</summary>
/// <param name="OldLabel">Empty where the program does not tell it.</param>
public sealed record ImportedLabel(string Id, string Path, string OldLabel, string NewLabel, string Reviewer = "", DateTimeOffset? Time = null, double? Score = null);

/// <summary>Labels of another program, before they are a patch: only the data tell which label each sample had.</summary>
public sealed record ImportedLabels
{
    public required IReadOnlyList<ImportedLabel> Labels { get; init; }

    /// <summary>Samples whose annotations differ, and that are left out or decided by the newest.</summary>
    public required IReadOnlyList<Disagreement> Disagreements { get; init; }

    /// <summary>Samples that nobody gave a label.</summary>
    public required int Unlabelled { get; init; }

    /// <param name="data">What the labels are for; null where the program's file tells the old labels too.</param>
    /// <exception cref="SourceException">A sample that the data do not hold, or an old label that nothing tells.</exception>
    public LabelPatch Patch(CorrectableData? data) => new([.. Labels.Select(label =>
    {
        var name = label.Path.Length > 0 ? label.Path : label.Id;
        var row = data?.RowOf(label.Id, label.Path) ?? -1;
        if (data is not null && row < 0) throw new SourceException($"There is no sample '{name}' in '{data.Dataset}'; name the data that the labels are for.");
        var old = label.OldLabel.Length > 0 ? label.OldLabel : data?.Samples[row].Label ?? throw new SourceException($"Nothing tells which label '{name}' had; name the data, so that it can be looked up.");
        return new Correction(label.Id.Length > 0 ? label.Id : data?.Samples[row].Id ?? label.Path, old, label.NewLabel) { Path = label.Path, Reviewer = label.Reviewer, Time = label.Time, Score = label.Score };
    })]);
}
