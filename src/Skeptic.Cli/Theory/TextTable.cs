using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Theory;

/// <summary>Rows under headings, as text, Markdown, CSV or JSON. A cell is text or a number.</summary>
internal sealed record TextTable(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    public static string[] Formats { get; } = ["text", "markdown", "csv", "json"];

    public void Write(TextWriter output, string format)
    {
        switch (format)
        {
            case "json": output.WriteJson(Json()); break;
            case "csv": output.Write(Csv()); break;
            case "markdown":
                output.WriteLine($"| {string.Join(" | ", Headings)} |");
                output.WriteLine($"|{string.Concat(Enumerable.Range(0, Headings.Count).Select(c => IsNumber(c) ? "--:|" : "---|"))}");
                foreach (var row in Rows) output.WriteLine($"| {string.Join(" | ", row.Select(Short))} |");
                break;
            default:
                output.WriteColumns([Headings, .. Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Short)])], right: [.. Enumerable.Range(0, Headings.Count).Where(IsNumber)]);
                break;
        }
    }

    public string Csv() => string.Concat(new[] { string.Join(',', Headings) }.Concat(Rows.Select(row => string.Join(',', row.Select(Cell)))).Select(line => line + "\n"));

    public JsonArray Json() => [.. Rows.Select(row => new JsonObject(Headings.Zip(row, (name, cell) => KeyValuePair.Create(name, Node(cell)))))];

    private bool IsNumber(int column) => Rows.All(row => row[column] is not string);

    private static string Short(object? cell) => cell is double number ? Lists.Text(number) : cell?.ToString() ?? "-";

    private static string Cell(object? cell) => cell switch
    {
        null => "",
        double number => double.IsNaN(number) ? "" : Lists.Exact(number),
        string text when text.Contains(',') => $"\"{text}\"",
        _ => cell.ToString()!,
    };

    private static JsonNode? Node(object? cell) => cell switch
    {
        null => null,
        // JSON has neither infinity nor NaN.
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        int number => JsonValue.Create(number),
        _ => JsonValue.Create(cell.ToString()),
    };
}
