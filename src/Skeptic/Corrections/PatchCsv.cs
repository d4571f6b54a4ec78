using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Patches as CSV: a line of headings in any order, id, old_label and new_label among them.</summary>
internal static class PatchCsv
{
    internal static LabelPatch Read(string file)
    {
        var csv = CsvRows.Read(file);
        foreach (var needed in PatchColumns.Needed)
            if (csv.Column(needed) < 0) throw new SourceException($"'{file}' is no patch: it has no column '{needed}'; its first line names {string.Join(", ", csv.Headings)}.");
        foreach (var heading in csv.Headings)
            if (!PatchColumns.All.Contains(heading, StringComparer.OrdinalIgnoreCase)) throw new SourceException($"'{file}' has the column '{heading}', which patches do not have; theirs are {string.Join(", ", PatchColumns.All)}.");
        return LabelPatch.Of(file, csv.Rows.Select(row =>
        {
            var (correction, data) = PatchColumns.Parse(name => csv.Column(name) is >= 0 and var at ? row.Cells[at] : "", $"'{file}', line {row.Line}");
            return (row.Line, correction, data);
        }));
    }

    internal static void Write(string file, LabelPatch patch) => CsvText.Write(file, PatchColumns.All, patch.Corrections.Select(item => (IReadOnlyList<string>)
    [
        item.Id, item.Path, item.OldLabel, item.NewLabel, PatchColumns.Name(item.Kind), item.Reviewer,
        item.Time is { } time ? PatchColumns.TextOf(time) : "", item.Score is { } score ? PatchColumns.TextOf(score) : "", patch.Data,
    ]));
}
