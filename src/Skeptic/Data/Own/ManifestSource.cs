using System.Text.Json;

namespace Skeptic.Data;

/// <summary>
/// A list of pictures with labels: CSV, or a JSON object a line, with <c>path</c>, <c>label</c> and, where there are, <c>split</c>, <c>clean_label</c>
/// and <c>annotator</c>. Paths are relative to the list. A picture may stand in several lines if different annotators labelled it.
/// </summary>
public sealed class ManifestSource(string file, string? labelColumn = null) : IPictureSource
{
    private readonly string _file = Path.GetFullPath(file);
    private readonly string _label = labelColumn ?? "label";

    public byte[] Read(SourceSample sample) => PictureFiles.Read(sample);

    public SourceListing List(CancellationToken cancel = default)
    {
        var rows = _file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || _file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
            ? JsonRows(cancel) : CsvRowsOf(cancel);
        if (rows.Count == 0) throw new SourceException($"'{_file}' lists no samples.");
        var names = LabelNames.Ordinal(rows.Select(row => row.Label).Concat(rows.Where(row => row.Clean.Length > 0).Select(row => row.Clean)));
        return new Merging(_file, names).Of(rows);
    }

    private List<ManifestRow> CsvRowsOf(CancellationToken cancel)
    {
        var csv = Data.CsvRows.Read(_file, cancel: cancel);
        int path = Needed("path"), label = Needed(_label), split = csv.Column("split"), clean = csv.Column("clean_label"), annotator = csv.Column("annotator");
        return [.. csv.Rows.Select(row => ManifestRow.Of(_file, row.Line, row.Cells[path], row.Cells[label], Cell(row.Cells, split), Cell(row.Cells, clean), Cell(row.Cells, annotator)))];

        int Needed(string name) => csv.Column(name) is >= 0 and var at ? at : throw new SourceException(
            $"'{_file}' has no column '{name}'; its first line names {string.Join(", ", csv.Headings)}, and path and {_label} are needed.");
        static string Cell(string[] cells, int at) => at < 0 ? "" : cells[at];
    }

    private List<ManifestRow> JsonRows(CancellationToken cancel)
    {
        var rows = new List<ManifestRow>();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(_file))
            {
                cancel.ThrowIfCancellationRequested();
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                using var parsed = JsonDocument.Parse(line);
                var at = number;
                var item = parsed.RootElement;
                if (item.ValueKind != JsonValueKind.Object) throw new SourceException($"'{_file}', line {at}: this is no JSON object.");
                rows.Add(ManifestRow.Of(_file, at, Text("path", isNeeded: true), Text(_label, isNeeded: true), Text("split"), Text("clean_label"), Text("annotator")));

                string Text(string name, bool isNeeded = false) => item.TryGetProperty(name, out var value)
                    ? value.ValueKind switch
                    {
                        JsonValueKind.String => value.GetString()!,
                        JsonValueKind.Number => value.GetRawText(),
                        JsonValueKind.Null when !isNeeded => "",
                        _ => throw new SourceException($"'{_file}', line {at}: '{name}' is neither a text nor a number."),
                    }
                    : isNeeded ? throw new SourceException($"'{_file}', line {at}: there is no '{name}'; every line needs path and {_label}.") : "";
            }
        }
        catch (JsonException e)
        {
            throw new SourceException($"'{_file}', line {number}: this is no JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{_file}' cannot be read: {e.Message}", e);
        }

        return rows;
    }

    /// <summary>From lines to samples.</summary>
    private sealed class Merging(string file, string[] names)
    {
        private readonly Dictionary<string, int> _numbers = LabelNames.Numbers(names);

        internal SourceListing Of(List<ManifestRow> rows)
        {
            var folder = Path.GetDirectoryName(file)!;
            var groups = new Dictionary<string, List<ManifestRow>>(StringComparer.Ordinal);
            var order = new List<string>();
            foreach (var row in rows)
            {
                var path = Path.GetFullPath(Path.Combine(folder, row.Path));
                if (!groups.TryGetValue(path, out var group))
                {
                    groups[path] = group = [];
                    order.Add(path);
                }

                group.Add(row);
            }

            var samples = new List<SourceSample>(order.Count);
            var annotations = new List<Annotation>();
            var merged = 0;
            foreach (var path in order)
            {
                var group = Distinct(groups[path], ref merged);
                var sample = new SourceSample(Path.GetRelativePath(folder, path).Replace('\\', '/'), Plurality(group), group[0].Part)
                {
                    CleanLabel = group.Select(row => row.Clean).FirstOrDefault(clean => clean.Length > 0) is { } clean ? _numbers[clean] : -1,
                };
                annotations.AddRange(group.Where(row => row.Annotator.Length > 0).Select(row => new Annotation(samples.Count, row.Annotator, _numbers[row.Label])));
                samples.Add(PictureFiles.At(sample, path));
            }

            string[] remarks = merged == 0 ? [] : [$"{merged} {(merged == 1 ? "line repeats another one and is" : "lines repeat others and are")} taken once"];
            return new() { ClassNames = names, Samples = samples, Remarks = remarks, Annotations = annotations };
        }

        /// <summary>The lines of one picture, one for every annotator.</summary>
        private List<ManifestRow> Distinct(List<ManifestRow> rows, ref int merged)
        {
            var kept = new List<ManifestRow>(rows.Count);
            foreach (var row in rows)
            {
                var first = rows[0];
                if (row.Part != first.Part)
                    throw new SourceException($"'{file}', line {row.Line}: '{row.Path}' has another split here than in line {first.Line}.");
                if (rows.FirstOrDefault(other => other.Clean.Length > 0 && row.Clean.Length > 0 && other.Clean != row.Clean) is { } contrary)
                    throw new SourceException($"'{file}', line {Math.Max(row.Line, contrary.Line)}: '{row.Path}' has another clean_label here than in line {Math.Min(row.Line, contrary.Line)}.");
                var same = kept.FirstOrDefault(other => other.Annotator == row.Annotator);
                if (same is null)
                {
                    kept.Add(row);
                    continue;
                }

                if (same.Label != row.Label)
                    throw new SourceException($"'{file}', line {row.Line}: '{row.Path}' has the label '{row.Label}' here and '{same.Label}' in line {same.Line}"
                        + (row.Annotator.Length > 0 ? $", both by {row.Annotator}; keep one." : "; keep one, or name annotators in a column 'annotator'."));
                merged++;
            }

            return kept;
        }

        /// <summary>The label that most lines give; of several such the one that stands first.</summary>
        private int Plurality(List<ManifestRow> rows) => _numbers[rows.GroupBy(row => row.Label).MaxBy(group => group.Count())!.Key];
    }
}

/// <summary>A line of a manifest.</summary>
internal sealed record ManifestRow(int Line, string Path, string Label, SourcePart Part, string Clean, string Annotator)
{
    /// <exception cref="SourceException">A cell that must not be empty is, or the split is unknown.</exception>
    public static ManifestRow Of(string file, int line, string path, string label, string split, string clean, string annotator)
    {
        if (path.Length == 0) throw new SourceException($"'{file}', line {line}: the path is empty.");
        if (path.Contains('\0')) throw new SourceException($"'{file}', line {line}: the path holds a zero character.");
        if (label.Trim().Length == 0) throw new SourceException($"'{file}', line {line}: the label of '{path}' is empty.");
        var part = split.Trim().Length == 0 ? SourcePart.None : LabelNames.Part(split.Trim())
            ?? throw new SourceException($"'{file}', line {line}: the split is '{split}'; it must be train, val, valid, validation or test.");
        return new(line, path, label.Trim(), part, clean.Trim(), annotator.Trim());
    }
}
