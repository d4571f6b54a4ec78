using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Folders of pictures, whose corrected labels become a list: path, label, split. The pictures stay where they are.</summary>
internal sealed class FolderLabels(string dataset, SourceListing listing, OwnDataOptions options, DataFolders folders) : OwnLabels(dataset, listing, options, folders)
{
    public override string DefaultOutput => Beside(".csv");

    public override IReadOnlyList<string> Endings => [".csv", ".tsv"];

    internal override void Write(string output, IReadOnlyDictionary<int, Correction> changes)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        CsvText.Write(output, ["path", "label", "split"], Samples.Select((sample, row) => (IReadOnlyList<string>)
            [Path.GetRelativePath(folder, Path.Combine(FullPath, sample.Id)).Replace('\\', '/'), LabelOf(row, changes), Parts[row]]));
    }
}
