using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>Samples whose labels are audited: every one that the data hold, in the order of the data.</summary>
/// <param name="Path">Where they lie, or the name of a data set of the catalogue.</param>
/// <param name="Source">The data set that they were read as: what a run on the same data records.</param>
public sealed record AuditData(string Path, Dataset Source)
{
    public required InputArray Inputs { get; init; }

    /// <summary>[N], the labels that are judged.</summary>
    public required int[] Given { get; init; }

    /// <summary>[N], -1 where the right label is not known; null where none is.</summary>
    public int[]? Truth { get; init; }

    /// <summary>[N] names of splits; null where the data name none.</summary>
    public string[]? Splits { get; init; }

    public required SampleNames Names { get; init; }

    public Annotators? Annotators { get; init; }

    /// <summary>What is needed to read data of one's own again; empty of a data set of the catalogue.</summary>
    public JsonObject Options { get; init; } = [];

    public IReadOnlyList<string> Remarks { get; init; } = [];

    public IReadOnlyList<string> ClassNames => Source.ClassNames;

    public int Classes => Source.Classes;

    public int Count => Given.Length;

    public bool IsPictures => Inputs is not FeatureArray;

    /// <summary>What <c>run.json</c> calls the data.</summary>
    public JsonObject Node => RunJournal.Data(Source);

    /// <summary>SHA-256 of inputs and given labels, in their order.</summary>
    public string Sha256 => new LabelledData(Inputs, Given).Fingerprint;
}
