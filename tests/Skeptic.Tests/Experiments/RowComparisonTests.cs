using System.Text.Json.Nodes;
using Skeptic.Experiments;

namespace Skeptic.Tests.Experiments;

/// <summary>Rows compared over the settings that they share.</summary>
public sealed class RowComparisonTests
{
    [Fact]
    public void Ranks_are_over_settings_that_all_rows_have_and_pairs_over_those_that_both_have()
    {
        // Two columns with seeds 1 to 3; the third row lacks the second column.
        var table = Table("last", [
            [Entry(("1", 90), ("2", 91), ("3", 92)), Entry(("1", 80), ("2", 81), ("3", 82))],
            [Entry(("1", 91), ("2", 93), ("3", 95)), Entry(("1", 84), ("2", 86), ("3", 88))],
            [Entry(("1", 70), ("3", 99)), Entry()],
        ]);
        var comparison = RowComparison.Of(table)!;
        Assert.Equal(2, comparison.Settings);
        // Seed 1: the second row is best, the third worst; seed 3: the third is best, the first worst.
        Assert.Equal([("a", 2.5), ("b", 1.5), ("c", 2.0)], comparison.Ranks);
        Assert.NotNull(comparison.Friedman);
        var ab = comparison.Pairs[0];
        Assert.Equal(("a", "b", 6), (ab.First, ab.Second, ab.Pairs));
        Assert.Equal(-(1 + 2 + 3 + 4 + 5 + 6) / 6.0, ab.Difference, 9);
        // All six differences have one sign: 2 of 64 sign patterns.
        Assert.Equal(2 / 64.0, ab.P, 9);
        Assert.Equal(Math.Min(1, 3 * ab.P), ab.Adjusted, 9);
        Assert.All(comparison.Pairs.Skip(1), pair => Assert.Equal(2, pair.Pairs));
    }

    [Fact]
    public void Lower_is_better_where_the_metric_says_so()
    {
        var entries = new[] { new[] { Entry(("1", 3), ("2", 4)) }, [Entry(("1", 5), ("2", 6))] };
        Assert.Equal([("a", 1.0), ("b", 2.0)], RowComparison.Of(Table("hours", entries))!.Ranks);
        Assert.Equal([("a", 2.0), ("b", 1.0)], RowComparison.Of(Table("best", entries))!.Ranks);
    }

    [Fact]
    public void Rows_without_runs_take_no_part()
    {
        Assert.Null(RowComparison.Of(Table("last", [[Entry(("1", 90))], [Entry()]])));
        Assert.Equal(["a", "c"], RowComparison.Of(Table("last", [[Entry(("1", 90))], [Entry()], [Entry(("1", 80))]]))!.Ranks.Select(rank => rank.Row));
    }

    private static TableEntry Entry(params IReadOnlyList<(string, double)> runs) => new(runs, 3, null);

    private static ResultTable Table(string metric, IReadOnlyList<IReadOnlyList<TableEntry?>> entries) => new()
    {
        Experiment = Experiment.From("made up", JsonNode.Parse("""{"grid": {"method": ["ce"]}}""")!.AsObject()),
        Metric = Metric.Find(metric),
        Rows = [.. "abc"[..entries.Count].Select(letter => letter.ToString())],
        Columns = [.. Enumerable.Range(1, entries[0].Count).Select(column => $"{column}")],
        Entries = entries,
    };
}
