using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>
/// The columns of cleanlab's issues: is_label_issue, label_score (or label_quality), given_label, predicted_label, with the number of the sample in a column id,
/// index or without a name, or in the order of the rows. An issue becomes a relabelling to the predicted class.
/// </summary>
public static class CleanlabTable
{
    private const string Id = "id", Path = "path", IsIssue = "is_label_issue", Score = "label_score", Given = "given_label", Predicted = "predicted_label", Reviewer = "cleanlab";

    /// <exception cref="SourceException">No such table; the message names the line.</exception>
    public static ImportedLabels Read(string file)
    {
        var csv = CsvRows.Read(file);
        int Needed(string name) => csv.Column(name) is >= 0 and var at ? at : throw new SourceException($"'{file}' has no column '{name}'; cleanlab's {IsIssue}, {Given} and {Predicted} are needed.");
        int issue = Needed(IsIssue), given = Needed(Given), predicted = Needed(Predicted);
        int score = Math.Max(csv.Column(Score), csv.Column("label_quality")), path = csv.Column(Path);
        var id = new[] { Id, "index", "" }.Select(csv.Column).FirstOrDefault(column => column >= 0, -1);
        var labels = new List<ImportedLabel>();
        foreach (var (row, (line, cells)) in csv.Rows.Index())
        {
            if (!bool.TryParse(cells[issue].Trim(), out var isIssue)) throw new SourceException($"'{file}', line {line}: {IsIssue} is '{cells[issue]}'; it must be True or False.");
            if (!isIssue || cells[given] == cells[predicted]) continue;
            double? quality = null;
            if (score >= 0 && cells[score].Length > 0)
                quality = double.TryParse(cells[score], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw new SourceException($"'{file}', line {line}: the score '{cells[score]}' is no finite number.");
            labels.Add(new(id < 0 ? row.ToString(CultureInfo.InvariantCulture) : cells[id], path < 0 ? "" : cells[path], cells[given], cells[predicted], Reviewer, Score: quality));
        }

        return new() { Labels = labels, Disagreements = [], Unlabelled = csv.Rows.Count - labels.Count };
    }

    /// <summary>A row for each correction; those that keep their label are no issues.</summary>
    public static void Write(string file, LabelPatch patch) => CsvText.Write(file, [Id, Path, IsIssue, Score, Given, Predicted], patch.Corrections.Select(item => (IReadOnlyList<string>)
        [item.Id, item.Path, item.Kind == CorrectionKind.Relabel ? "True" : "False", item.Score is { } score ? PatchColumns.TextOf(score) : "", item.OldLabel, item.NewLabel]));
}
