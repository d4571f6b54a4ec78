using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Arrays of features, which become one .npz of features, labels and parts or, where a .npy is asked for, the labels alone.</summary>
internal sealed class ArrayLabels(string dataset, ArraySource source, SourceListing listing, OwnDataOptions options, DataFolders folders) : OwnLabels(dataset, listing, options, folders)
{
    public override string DefaultOutput => Beside(".npz");

    public override IReadOnlyList<string> Endings => [".npz", ".npy"];

    /// <remarks>A file that training would take for the labels of these features belongs to the data, whether it is there or not.</remarks>
    internal override IEnumerable<string> Places => [.. source.Files, .. FullPath.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? [] : ArraySource.LabelPlaces(FullPath)];

    internal override void Write(string output, IReadOnlyDictionary<int, Correction> changes)
    {
        int[] labels = [.. Enumerable.Range(0, Samples.Count).Select(row => Number(LabelOf(row, changes)))];
        if (output.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            Npy.Write<int>(output, labels);
            return;
        }

        byte[] parts = [.. Parts.Select(part => (byte)(LabelNames.Part(part)!.Value - SourcePart.Train))];
        Npz.Write(output, [("x", source.Inputs()), ("y", new([labels.Length], labels)), (ArraySource.SplitName, new([parts.Length], parts))]);
    }

    private int Number(string label) => int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new SourceException($"The label '{label}' is no whole number, and those of '{Dataset}' are.");
}
