using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Data of one's own: what all their forms have in common.</summary>
internal abstract class OwnLabels(string dataset, SourceListing listing, OwnDataOptions options, DataFolders folders) : CorrectableData(dataset)
{
    private readonly Lazy<string[]> _parts = new(() => PartsOf(dataset, listing, options));

    public override IReadOnlyList<string> ClassNames => listing.ClassNames;

    public override IReadOnlyList<LabelledSample> Samples { get; } = [.. listing.Samples.Select(sample => new LabelledSample(sample.Id, listing.ClassNames[sample.Label]))];

    public override IReadOnlyList<string> TrainWith(string output) => ["--dataset", output];

    /// <summary>As the data were given, from the root on.</summary>
    protected string FullPath { get; } = OwnData.FullPath(dataset);

    protected SourceListing Listing => listing;

    protected OwnDataOptions Options => options;

    /// <summary>train, val or test of every sample: as the data say or, where they say nothing, as training holds samples out.</summary>
    protected IReadOnlyList<string> Parts => _parts.Value;

    internal override IEnumerable<string> Digests(CancellationToken cancel)
    {
        var load = new LoadOptions { Cache = folders.Decoded, Cancel = cancel };
        yield return OwnData.Sha256(Dataset, options, load);
        yield return OwnData.Load(Dataset, options, load).Fingerprint;
    }

    internal override IEnumerable<string> Places => [FullPath];

    protected string Beside(string ending) => Path.Combine(Path.GetDirectoryName(FullPath)!, $"{OwnData.ShortName(Dataset)}.corrected{ending}");

    protected string LabelOf(int row, IReadOnlyDictionary<int, Correction> changes) => changes.TryGetValue(row, out var change) ? change.NewLabel : Samples[row].Label;

    internal static OwnParts DrawnParts(string dataset, SourceListing listing, OwnDataOptions options) => OwnParts.Of(dataset, listing, [.. Enumerable.Range(0, listing.Samples.Count)], options);

    private static string[] PartsOf(string dataset, SourceListing listing, OwnDataOptions options)
    {
        if (listing.Samples.Any(sample => sample.Part != SourcePart.None))
            return [.. listing.Samples.Select(sample => sample.Part switch { SourcePart.Train => "train", SourcePart.Validation => "val", SourcePart.Test => "test", _ => "" })];
        var parts = new string[listing.Samples.Count];
        Array.Fill(parts, "train");
        foreach (var row in DrawnParts(dataset, listing, options).Test) parts[row] = "test";
        return parts;
    }
}
