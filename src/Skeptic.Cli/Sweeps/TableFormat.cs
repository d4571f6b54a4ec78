using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps;

/// <summary>How a table of results is written.</summary>
internal static class TableFormat
{
    public static IReadOnlyList<string> Names { get; } = ["text", "markdown", "latex", "csv", "json"];

    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <param name="compare">Whether rows are compared with each other too; CSV and LaTeX hold the table alone.</param>
    public static void Write(TextWriter output, IReadOnlyList<ResultTable> tables, string format, bool compare)
    {
        if (format == "json")
        {
            output.WriteJson(new JsonArray([.. tables.Select(table => Json(table, compare))]));
            return;
        }
        if (format == "csv")
        {
            output.WriteLine("experiment,metric,row,column,n,runs,mean,deviation,published,difference");
            foreach (var table in tables) Csv(output, table);
            return;
        }
        foreach (var (number, table) in tables.Index())
        {
            if (number > 0) output.WriteLine();
            Action<TextWriter, ResultTable> write = format switch { "markdown" => Markdown, "latex" => Latex, _ => Text };
            write(output, table);
            if (compare && format != "latex") ComparisonFormat.Write(output, RowComparison.Of(table), format == "markdown");
        }
    }

    private static void Text(TextWriter output, ResultTable table)
    {
        output.WriteLine(table.Experiment.Title);
        output.WriteLine();
        output.WriteColumns([["", .. table.Columns], .. Rows(table, "±")], indent: "  ", right: [.. Enumerable.Range(1, table.Columns.Count)]);
        output.WriteLine();
        output.WriteLine(Caption(table));
    }

    private static void Markdown(TextWriter output, ResultTable table)
    {
        output.WriteLine($"**{table.Experiment.Title}**");
        output.WriteLine();
        output.WriteLine($"| | {string.Join(" | ", table.Columns)} |");
        output.WriteLine("|---|" + string.Concat(table.Columns.Select(_ => "--:|")));
        foreach (var row in Rows(table, "±")) output.WriteLine($"| {string.Join(" | ", row)} |");
        output.WriteLine();
        output.WriteLine(Caption(table));
    }

    private static void Latex(TextWriter output, ResultTable table)
    {
        output.WriteLine($$"""\begin{tabular}{l{{new string('r', table.Columns.Count)}}}""");
        output.WriteLine($@"\toprule & {string.Join(" & ", table.Columns.Select(Escape))} \\ \midrule");
        foreach (var row in Rows(table, @"$\pm$")) output.WriteLine($@"{string.Join(" & ", row.Select((cell, c) => c == 0 ? Escape(cell) : cell.Replace("%", @"\%")))} \\");
        output.WriteLine(@"\bottomrule \end{tabular}");
        output.WriteLine($"% {Caption(table)}");
    }

    private static void Csv(TextWriter output, ResultTable table)
    {
        foreach (var (r, row) in table.Rows.Index())
            foreach (var (c, column) in table.Columns.Index())
                if (table.Entries[r][c] is { } entry)
                    output.WriteLine(string.Join(",", Quote(table.Experiment.Name), table.Metric.Name, Quote(row), Quote(column), entry.Values.Count, entry.Runs,
                        Plain(entry.Mean), Plain(entry.Deviation), Plain(entry.Published?.Value), Plain(entry.Difference)));
    }

    private static JsonObject Json(ResultTable table, bool compare) => new()
    {
        ["experiment"] = table.Experiment.Name, ["title"] = table.Experiment.Title, ["metric"] = table.Metric.Name, ["rule"] = table.Metric.Rule, ["unit"] = table.Metric.Unit,
        ["entries"] = new JsonArray([.. table.Rows.Index().SelectMany(row => table.Columns.Index().Where(column => table.Entries[row.Index][column.Index] is not null).Select(column =>
        {
            var entry = table.Entries[row.Index][column.Index]!;
            return (JsonNode)new JsonObject
            {
                ["row"] = row.Item, ["column"] = column.Item, ["runs"] = entry.Runs, ["values"] = new JsonArray([.. entry.Values.Select(value => JsonValue.Create(value))]),
                ["mean"] = entry.Mean, ["deviation"] = entry.Deviation, ["published"] = entry.Published?.Value, ["publishedSpread"] = entry.Published?.Spread, ["difference"] = entry.Difference,
            };
        }))]),
        ["comparison"] = compare ? ComparisonFormat.Json(RowComparison.Of(table)) : null,
    };

    private static IEnumerable<IReadOnlyList<string>> Rows(ResultTable table, string plusMinus) =>
        table.Rows.Select((row, r) => (IReadOnlyList<string>)[row, .. table.Entries[r].Select(entry => entry is null ? "" : Cell(entry, plusMinus))]);

    /// <summary><c>97.31 ± 0.12 (98.32, -1.01)</c>: ours, and in brackets the published number and how far ours is from it.</summary>
    private static string Cell(TableEntry entry, string plusMinus)
    {
        var own = Own(entry, plusMinus);
        if (entry.Values.Count > 0 && entry.Values.Count < entry.Runs) own += $" [{entry.Values.Count}/{entry.Runs}]";
        return Published(entry) is { } published ? $"{own} {published}" : own;
    }

    /// <summary><c>97.31 ± 0.12</c>; a dash where no run is finished.</summary>
    internal static string Own(TableEntry entry, string plusMinus) =>
        entry.Mean is { } mean ? Number(mean) + (entry.Deviation is { } deviation ? $" {plusMinus} {Number(deviation)}" : "") : "-";

    /// <summary><c>(98.32, -1.01)</c>; null where nothing was published.</summary>
    internal static string? Published(TableEntry entry)
    {
        if (entry.Published is not { } published) return null;
        return entry.Difference is { } difference ? $"({Number(published.Value)}, {difference.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)})" : $"({Number(published.Value)})";
    }

    internal static string Caption(ResultTable table)
    {
        var (finished, all) = table.Runs;
        var words = new List<string>
        {
            $"{char.ToUpperInvariant(table.Metric.Rule[0])}{table.Metric.Rule[1..]}, in {(table.Metric.Unit == "h" ? "hours" : "percent")}: mean ± sample standard deviation over runs that differ in what the table does not show.",
        };
        if (table.IsPublished) words.Add($"In brackets what was published ({table.Experiment.Source}) and ours minus that.");
        if (finished < all) words.Add($"{finished} of {all} runs are finished; [n/m] says where some are missing.");
        if (table.Lacking > 0) words.Add($"{(table.Lacking == finished ? "All finished runs" : Amounts.Of(table.Lacking, "finished run"))} {table.Metric.Lacks}, so there is no such number.");
        return string.Join(" ", words);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Plain(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Quote(string text) => text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    private static string Escape(string text) => text.Replace("_", @"\_").Replace("%", @"\%").Replace("&", @"\&");
}
