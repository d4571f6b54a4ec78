using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Cli.Reviewing;

/// <summary>A folder that <c>skeptic audit</c> wrote, as a book.</summary>
internal static class AuditFolder
{
    private const string Issues = "issues.csv";
    private const string LabelScore = "label_score", Combined = "combined";
    private static readonly string[] s_known = ["id", "path", "given_label", "suggested_label", LabelScore, "is_label_issue"];

    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, Issues));

    /// <returns>The book, and <c>audit.json</c> where there is one.</returns>
    /// <exception cref="UsageException">A file is damaged.</exception>
    public static (ReviewBook Book, JsonObject? Audit) Read(string folder)
    {
        var file = Path.Combine(folder, Issues);
        var table = IssueColumns.Read(file, s_known);
        var (audit, summary) = (Json(Path.Combine(folder, "audit.json")), Json(Path.Combine(folder, "summary.json")));
        var classes = Strings(audit?["classNames"]) ?? Strings(summary?["classNames"]) ?? ClassesOf(table);
        // An audit of data ranks by all signals together; of probabilities there is only their own score.
        var score = table.Names.Contains(Combined) ? Combined : LabelScore;
        var numbers = table.Names.Except(s_known).Except([Combined]).Concat(score == Combined ? [LabelScore] : Array.Empty<string>()).Select(name => (Name: name, Values: table.Numbers(name))).ToList();
        var paths = table.Texts("path");
        return (new ReviewBook
        {
            Folder = folder,
            Title = (string?)audit?["dataset"] is { } dataset ? OwnData.IsPath(dataset) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(dataset)) : dataset : Path.GetFileName(Path.GetFullPath(folder)),
            Digest = (string?)audit?["data"]?["sha256"],
            ClassNames = classes,
            Ids = table.Texts("id"),
            Paths = paths.Any(path => path.Length > 0) ? paths : null,
            Given = table.Classes("given_label", classes),
            Suggested = table.Classes("suggested_label", classes),
            Score = table.NeededNumbers(score),
            IsIssue = Array.ConvertAll(table.Texts("is_label_issue"), text => (byte)(text is "true" ? 1 : 0)),
            Signals = [.. numbers.Where(column => column.Values is not null).Select(column => new ReviewSignal(column.Name, column.Values!))],
            Texts = [.. numbers.Where(column => column.Values is null).Select(column => (column.Name, table.Texts(column.Name)))],
            Errors = Estimate(summary, table.Count),
            Neighbours = NeighboursOf(Path.Combine(folder, "neighbours.npy"), table.Count),
        }, audit);
    }

    /// <exception cref="UsageException">The file is no JSON object.</exception>
    public static JsonObject? Json(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{file} is damaged: {e.Message}");
        }
    }

    public static string[]? Strings(JsonNode? node) => node is JsonArray array ? [.. array.Select(item => item?.ToString() ?? "")] : null;

    /// <summary>Numbers in their order, else the alphabet's.</summary>
    private static string[] ClassesOf(IssueColumns table)
    {
        string[] names = [.. table.Texts("given_label").Concat(table.Texts("suggested_label")).Distinct().Order(StringComparer.Ordinal)];
        return names.All(name => int.TryParse(name, out _)) ? [.. names.OrderBy(int.Parse)] : names;
    }

    private static ErrorEstimate? Estimate(JsonObject? summary, int count)
    {
        if (summary?["noiseRate"] is not JsonObject rate || (double?)rate["value"] is not { } value) return null;
        return new(value * count, (double?)rate["low"] * count, (double?)rate["high"] * count);
    }

    private static Func<int, int[]> NeighboursOf(string file, int count)
    {
        if (!File.Exists(file)) return _ => [];
        var array = NpyFile.Open(file);
        if (array.Shape is not [var rows, var width] || rows != count) throw new UsageException($"{file} has the shape ({string.Join(", ", array.Shape)}), and there are {count} samples; make the audit again");
        return row =>
        {
            var numbers = new double[width];
            array.ReadRows(row, numbers);
            return [.. numbers.Select(number => (int)number).Where(other => other >= 0 && other < count && other != row)];
        };
    }
}
