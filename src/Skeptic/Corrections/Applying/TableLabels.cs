using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>A table, which becomes another one with every column kept and a split for each row.</summary>
internal sealed class TableLabels(string dataset, SourceListing listing, OwnDataOptions options, DataFolders folders) : OwnLabels(dataset, listing, options, folders)
{
    private const string Split = "split";

    public override string DefaultOutput => Beside(Path.GetExtension(FullPath).ToLowerInvariant());

    public override IReadOnlyList<string> Endings => [".csv", ".tsv"];

    internal override void Write(string output, IReadOnlyDictionary<int, Correction> changes)
    {
        var csv = CsvRows.Read(FullPath);
        int label = csv.Column(Options.LabelColumn ?? "label"), split = csv.Column(Split);
        CsvText.Write(output, split < 0 ? [.. csv.Headings, Split] : csv.Headings, csv.Rows.Select((row, i) =>
        {
            string[] cells = split < 0 ? [.. row.Cells, Parts[i]] : [.. row.Cells];
            if (split >= 0 && cells[split].Trim().Length == 0) cells[split] = Parts[i];
            if (changes.TryGetValue(i, out var change)) cells[label] = change.NewLabel;
            return (IReadOnlyList<string>)cells;
        }));
    }
}
