namespace Skeptic.Statistics;

/// <summary>Result of the signed-rank test.</summary>
/// <param name="W">The smaller of the two rank sums, of the positive and of the negative differences.</param>
/// <param name="Pairs">Pairs whose numbers differ; only these are ranked.</param>
/// <param name="P">Two-sided, in [0,1].</param>
public sealed record WilcoxonResult(double W, int Pairs, double P);

/// <summary>
/// Whether paired numbers differ: Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1945. Pairs without a difference are
/// dropped, as Wilcoxon does (Pratt ranks them, and Demsar halves their ranks); equal differences share the mean of their ranks.
/// </summary>
/// <remarks>
/// Differences are those of the doubles: 0.3 - 0.2 and 0.2 - 0.1 are not equal. Where ties matter, give whole numbers, as counts of right answers.
/// </remarks>
public static class WilcoxonSignedRank
{
    /// <summary>Up to here p is exact, ties included; above it is the normal distribution's, with corrections for ties and continuity.</summary>
    public const int LargestExact = 50;

    /// <param name="a">As many as <paramref name="b"/>; of one pair a[i], b[i]. All finite.</param>
    /// <returns>p is 1 where no pair differs.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a number is not finite.</exception>
    public static WilcoxonResult Test(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"pairs need as many numbers on either side, and there are {a.Length} and {b.Length}", nameof(b));
        var differences = new List<double>();
        for (var i = 0; i < a.Length; i++)
        {
            if (!double.IsFinite(a[i]) || !double.IsFinite(b[i])) throw new ArgumentException($"pairs are of finite numbers, and pair {i} is {a[i]} and {b[i]}");
            if (a[i] != b[i]) differences.Add(a[i] - b[i]);
        }
        if (differences.Count == 0) return new(0, 0, 1);
        var ranks = MidRanks.Of([.. differences.Select(Math.Abs)]);
        var positive = ranks.Where((_, i) => differences[i] > 0).Sum();
        var w = Math.Min(positive, ranks.Sum() - positive);
        return new(w, ranks.Length, ranks.Length <= LargestExact ? Exact(ranks, w) : Normal(ranks, w));
    }

    /// <summary>Twice the share of the 2^n assignments of signs that have a positive rank sum of at most w, and at most 1.</summary>
    private static double Exact(double[] ranks, double w)
    {
        // Doubled ranks are whole; counts up to 2^50 are exact in a double.
        var ways = new double[(int)(2 * w) + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
            for (int step = (int)(2 * rank), sum = ways.Length - 1; sum >= step; sum--)
                ways[sum] += ways[sum - step];
        return Math.Min(1, 2 * ways.Sum() / Math.Pow(2, ranks.Length));
    }

    internal static double Normal(double[] ranks, double w)
    {
        double n = ranks.Length;
        var ties = ranks.GroupBy(rank => rank).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        var variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        return Tails.NormalBoth(Math.Max(0, n * (n + 1) / 4 - w - 0.5) / Math.Sqrt(variance));
    }
}
