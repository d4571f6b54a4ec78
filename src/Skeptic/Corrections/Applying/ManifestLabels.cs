using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>
/// A list of pictures, which becomes another list with every column kept, paths from its own place on, and a split for each. A corrected picture that
/// several annotators labelled becomes one line, in the name of who corrected it.
/// </summary>
internal sealed class ManifestLabels(string dataset, SourceListing listing, OwnDataOptions options, DataFolders folders) : OwnLabels(dataset, listing, options, folders)
{
    private const string Split = "split", Annotator = "annotator", PathName = "path";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string DefaultOutput => Beside(Path.GetExtension(FullPath).ToLowerInvariant());

    public override IReadOnlyList<string> Endings => IsJson ? [".jsonl", ".ndjson"] : [".csv", ".tsv"];

    private bool IsJson => Path.GetExtension(FullPath).ToLowerInvariant() is ".jsonl" or ".ndjson";

    private string LabelColumn => Options.LabelColumn ?? "label";

    private string Folder => Path.GetDirectoryName(FullPath)!;

    internal override void Write(string output, IReadOnlyDictionary<int, Correction> changes)
    {
        var lines = new Lines(this, Path.GetDirectoryName(Path.GetFullPath(output))!, changes);
        if (IsJson) WriteJson(output, lines);
        else WriteCsv(output, lines);
    }

    private void WriteCsv(string output, Lines lines)
    {
        var csv = CsvRows.Read(FullPath);
        int path = csv.Column(PathName), label = csv.Column(LabelColumn), split = csv.Column(Split), annotator = csv.Column(Annotator);
        CsvText.Write(output, split < 0 ? [.. csv.Headings, Split] : csv.Headings, Rows());

        IEnumerable<IReadOnlyList<string>> Rows()
        {
            foreach (var (_, old) in csv.Rows)
            {
                if (lines.Next(old[path]) is not { } line) continue;
                string[] cells = split < 0 ? [.. old, line.Part] : [.. old];
                if (split >= 0 && cells[split].Trim().Length == 0) cells[split] = line.Part;
                cells[path] = line.Path;
                if (line.Change is { } change)
                {
                    cells[label] = change.NewLabel;
                    if (annotator >= 0 && cells[annotator].Trim().Length > 0) cells[annotator] = NameOf(change);
                }

                yield return cells;
            }
        }
    }

    private void WriteJson(string output, Lines lines) => AtomicFile.Write(output, stream =>
    {
        using var writer = new StreamWriter(stream, new System.Text.UTF8Encoding(false), leaveOpen: true);
        foreach (var (_, old) in JsonLines.Read(FullPath))
        {
            var item = JsonObject.Create(old)!;
            if (lines.Next(item[PathName]!.ToString()) is not { } line) continue;
            item[PathName] = line.Path;
            if (item[Split] is not { } part || part.ToString().Trim().Length == 0) item[Split] = line.Part;
            if (line.Change is { } change)
            {
                item[LabelColumn] = Like(item[LabelColumn]!, change.NewLabel);
                if (item[Annotator]?.ToString().Trim().Length > 0) item[Annotator] = NameOf(change);
            }

            writer.Write(item.ToJsonString(s_plain) + "\n");
        }
    });

    /// <summary>A number where the old label is one and the new one can be.</summary>
    private static JsonValue Like(JsonNode old, string label)
        => old.GetValueKind() == JsonValueKind.Number && long.TryParse(label, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(label);

    private static string NameOf(Correction change) => change.Reviewer.Length > 0 ? change.Reviewer : "corrected";

    /// <summary>From a line of the old list to one of the new.</summary>
    private sealed class Lines(ManifestLabels data, string folder, IReadOnlyDictionary<int, Correction> changes)
    {
        private readonly Dictionary<string, int> _rows = data.Samples.Select((sample, row) => (sample.Id, row)).ToDictionary(pair => pair.Id, pair => pair.row, StringComparer.Ordinal);
        private readonly HashSet<int> _written = [];

        /// <summary>Null for a further line of a picture that was corrected.</summary>
        internal (string Path, string Part, Correction? Change)? Next(string path)
        {
            var full = Path.GetFullPath(Path.Combine(data.Folder, path));
            var row = _rows[Path.GetRelativePath(data.Folder, full).Replace('\\', '/')];
            var change = changes.GetValueOrDefault(row);
            if (change is not null && !_written.Add(row)) return null;
            return (Path.IsPathRooted(path) ? path : Path.GetRelativePath(folder, full).Replace('\\', '/'), data.Parts[row], change);
        }
    }
}
