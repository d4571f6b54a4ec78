using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Tar shards: nothing can point into them, so their corrected labels become a file of numbers.</summary>
internal sealed class ShardLabels(string dataset, SourceListing listing, OwnDataOptions options, DataFolders folders) : OwnLabels(dataset, listing, options, folders)
{
    private readonly Lazy<int[]> _order = new(() =>
    {
        var parts = DrawnParts(dataset, listing, options);
        return [.. parts.Train, .. parts.Test];
    });

    public override string DefaultOutput => Path.Combine(Path.GetDirectoryName(FullPath)!, $"{OwnData.ShortName(Dataset)}.corrected.npy");

    public override IReadOnlyList<string> Endings => [TrainingLabels.Ending];

    public override IReadOnlyList<string> TrainWith(string output) => ["--dataset", Dataset, "--noise", $"file:{output}"];

    internal override bool StaysTheSame => true;

    private int Training => DrawnParts(Dataset, Listing, Options).Train.Length;

    internal override IEnumerable<string> Places => Listing.Samples.Select(sample => sample.File).Distinct();

    internal override IReadOnlyList<string> Outputs(string output, IReadOnlyDictionary<int, Correction> changes) => TrainingLabels.Outputs(output, Training, InOrder(changes));

    internal override void Write(string output, IReadOnlyDictionary<int, Correction> changes)
        => TrainingLabels.Write(output, [.. _order.Value.Select(row => Listing.Samples[row].Label)], Training, ClassNames, InOrder(changes));

    private Dictionary<int, Correction> InOrder(IReadOnlyDictionary<int, Correction> changes)
        => _order.Value.Select((row, position) => (row, position)).Where(pair => changes.ContainsKey(pair.row)).ToDictionary(pair => pair.position, pair => changes[pair.row]);
}
