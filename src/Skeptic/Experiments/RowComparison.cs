using Skeptic.Statistics;

namespace Skeptic.Experiments;

/// <summary>Two rows of a table over the runs that both have.</summary>
/// <param name="Difference">Mean of the first minus the second, in the metric's unit.</param>
/// <param name="P">Of Wilcoxon's signed-rank test, two-sided.</param>
/// <param name="Adjusted">The same by Holm's correction over all pairs of the table.</param>
public sealed record PairComparison(string First, string Second, double Difference, int Pairs, double P, double Adjusted);

/// <summary>Which rows of a table differ, over columns and runs (Demsar, JMLR 2006).</summary>
/// <param name="Ranks">Mean rank of each row over the settings that all rows have, 1 for the best.</param>
/// <param name="Settings">How many these are: a setting is one column and one run, such as a seed.</param>
/// <param name="Friedman">Whether ranks differ at all; null for fewer than two settings or rows.</param>
public sealed record RowComparison(IReadOnlyList<(string Row, double Rank)> Ranks, int Settings, FriedmanResult? Friedman, IReadOnlyList<PairComparison> Pairs)
{
    /// <summary>Null where fewer than two rows have a run in common, or the metric says nothing of better and worse.</summary>
    public static RowComparison? Of(ResultTable table)
    {
        if (table.Metric.HigherIsBetter is not { } higher) return null;
        var values = table.Entries.Select(row => row.Index().Where(entry => entry.Item is not null)
            .SelectMany(entry => entry.Item!.ByRun.Select(run => KeyValuePair.Create((entry.Index, run.Run), run.Value))).ToDictionary()).ToList();
        var rows = Enumerable.Range(0, table.Rows.Count).Where(row => values[row].Count > 0).ToList();
        if (rows.Count < 2) return null;

        var common = values[rows[0]].Keys.Where(setting => rows.All(row => values[row].ContainsKey(setting))).ToList();
        var matrix = new double[common.Count, rows.Count];
        for (var s = 0; s < common.Count; s++)
            for (var r = 0; r < rows.Count; r++) matrix[s, r] = values[rows[r]][common[s]];

        var pairs = new List<PairComparison>();
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = i + 1; j < rows.Count; j++)
            {
                var both = values[rows[i]].Keys.Where(values[rows[j]].ContainsKey).ToList();
                if (both.Count == 0) continue;
                double[] a = [.. both.Select(setting => values[rows[i]][setting])], b = [.. both.Select(setting => values[rows[j]][setting])];
                pairs.Add(new(table.Rows[rows[i]], table.Rows[rows[j]], a.Average() - b.Average(), both.Count, WilcoxonSignedRank.Test(a, b).P, 1));
            }
        }
        if (pairs.Count == 0) return null;
        var adjusted = Holm.Adjust([.. pairs.Select(pair => pair.P)]);
        double[] ranks = common.Count > 0 ? Statistics.Ranks.Average(matrix, higher) : [.. rows.Select(_ => double.NaN)];
        return new RowComparison(
            [.. rows.Zip(ranks, (row, rank) => (table.Rows[row], rank))], common.Count, common.Count > 1 ? Statistics.Friedman.Test(matrix) : null,
            [.. pairs.Select((pair, i) => pair with { Adjusted = adjusted[i] })]);
    }
}
