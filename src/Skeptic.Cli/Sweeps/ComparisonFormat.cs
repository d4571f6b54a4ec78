using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps;

/// <summary>How a comparison of a table's rows is written: below it as text, or as JSON.</summary>
internal static class ComparisonFormat
{
    public static void Write(TextWriter output, RowComparison? comparison, bool markdown)
    {
        output.WriteLine();
        if (comparison is null)
        {
            output.WriteLine("No two rows have a run in common that could be compared.");
            return;
        }
        if (Ranks(comparison) is { } ranks) output.WriteLine(ranks);
        var rows = Pairs(comparison);
        output.WriteLine();
        if (markdown)
        {
            output.WriteLine($"| {string.Join(" | ", rows[0])} |\n|---|---|--:|--:|--:|--:|");
            foreach (var row in rows.Skip(1)) output.WriteLine($"| {string.Join(" | ", row)} |");
        }
        else output.WriteColumns(rows, indent: "  ", right: [2, 3, 4, 5]);
        output.WriteLine();
        output.WriteLine(Rule);
    }

    internal const string Rule = "Pairs: Wilcoxon's signed-rank test over the settings that both have, two-sided; Holm's correction over all pairs.";

    /// <summary>Mean ranks in one sentence; null where no setting has all rows.</summary>
    internal static string? Ranks(RowComparison comparison)
    {
        var ranks = string.Join(", ", comparison.Ranks.OrderBy(rank => rank.Rank).Select(rank => $"{rank.Row} {Number(rank.Rank)}"));
        return comparison.Settings == 0 ? null : $"Mean rank over {comparison.Settings} settings, a column and a run each: {ranks}.{(comparison.Friedman is { } test ? $" Friedman's test: p {P(test.P)}." : "")}";
    }

    /// <summary>Headings, and a row for every pair; the last four columns are numbers.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Pairs(RowComparison comparison) =>
    [
        ["first", "second", "difference", "pairs", "p", "by Holm"],
        .. comparison.Pairs.Select(pair => (IReadOnlyList<string>)[pair.First, pair.Second, pair.Difference.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture), $"{pair.Pairs}", P(pair.P), P(pair.Adjusted)]),
    ];

    public static JsonNode? Json(RowComparison? comparison) => comparison is null ? null : new JsonObject
    {
        ["settings"] = comparison.Settings,
        ["ranks"] = new JsonObject(comparison.Ranks.Where(rank => double.IsFinite(rank.Rank)).Select(rank => KeyValuePair.Create(rank.Row, (JsonNode?)rank.Rank))),
        ["friedmanP"] = comparison.Friedman?.P,
        ["pairs"] = new JsonArray([.. comparison.Pairs.Select(pair => new JsonObject
        {
            ["first"] = pair.First, ["second"] = pair.Second, ["difference"] = pair.Difference, ["pairs"] = pair.Pairs, ["p"] = pair.P, ["adjusted"] = pair.Adjusted,
        })]),
    };

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string P(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
