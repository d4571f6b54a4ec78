using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Benchmarks.Reporting;

/// <summary>All tables under the facts of the machine: printed as they come, written as JSON and Markdown at the end.</summary>
internal sealed class Report(IReadOnlyList<(string Name, string Value)> facts)
{
    internal const string JsonName = "report.json";
    internal const string MarkdownName = "report.md";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly List<Table> _tables = [];

    internal void PrintFacts()
    {
        foreach (var (name, value) in facts) Console.WriteLine($"{name,-16} {value}");
        Console.WriteLine();
    }

    internal void Add(Table table)
    {
        _tables.Add(table);
        Console.WriteLine(Markdown(table));
    }

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder("# Benchmarks\n\n| fact | value |\n|---|---|\n");
        foreach (var (name, value) in facts) text.Append($"| {name} | {value} |\n");
        foreach (var table in _tables) text.Append('\n').Append(Markdown(table));
        WriteWhole(Path.Combine(folder, MarkdownName), text.ToString());

        var json = new JsonObject
        {
            ["machine"] = new JsonObject(facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Value))),
            ["tables"] = new JsonArray([.. _tables.Select(Json)]),
        };
        WriteWhole(Path.Combine(folder, JsonName), json.ToJsonString(s_indented) + "\n");
    }

    private static string Markdown(Table table)
    {
        var text = new StringBuilder($"## {table.Name}\n\n{table.Summary}\n\n");
        if (table.Skipped is { } reason) return text.Append($"**Skipped: {reason}**\n").ToString();
        text.Append($"| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select((_, i) => i == 0 ? "---|" : "--:|"))}\n");
        foreach (var row in table.Rows) text.Append($"| {string.Join(" | ", row.Select(Table.Text))} |\n");
        if (table.Notes.Count > 0) text.Append('\n');
        foreach (var note in table.Notes) text.Append($"- {note}\n");
        return text.ToString();
    }

    private static JsonObject Json(Table table) => new()
    {
        ["name"] = table.Name,
        ["summary"] = table.Summary,
        ["skipped"] = table.Skipped,
        ["rows"] = new JsonArray([.. table.Rows.Select(row => new JsonObject(table.Columns.Zip(row, (column, cell) => KeyValuePair.Create(column, Node(cell)))))]),
        ["notes"] = new JsonArray([.. table.Notes.Select(note => (JsonNode?)note)]),
    };

    private static JsonNode? Node(object? cell) => cell switch
    {
        null => null,
        double number => double.IsFinite(number) ? number : null,
        bool met => met,
        int or long => Convert.ToInt64(cell),
        _ => cell.ToString(),
    };

    private static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
