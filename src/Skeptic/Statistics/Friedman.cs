namespace Skeptic.Statistics;

/// <summary>Result of Friedman's test over N settings and k methods.</summary>
/// <param name="ChiSquare">Friedman's statistic, in [0, N(k - 1)].</param>
/// <param name="P">By chi-square with k - 1 degrees of freedom.</param>
/// <param name="F">The form of Iman and Davenport, less conservative; infinite where all settings rank the methods alike.</param>
/// <param name="PofF">By Fisher's F with k - 1 and (k - 1)(N - 1) degrees of freedom.</param>
public sealed record FriedmanResult(double ChiSquare, double P, double F, double PofF);

/// <summary>
/// Whether methods rank differently over settings: Demsar, Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 2006,
/// section 3.2.2. As there, the statistic is not corrected for ties, which makes it smaller where methods are equal.
/// </summary>
public static class Friedman
{
    /// <param name="table">[settings, methods], at least two of each, all finite. Whether higher is better makes no difference.</param>
    /// <exception cref="ArgumentException">The table is too small, or a number in it is not finite.</exception>
    public static FriedmanResult Test(double[,] table)
    {
        var (n, k) = (table.GetLength(0), table.GetLength(1));
        if (n < 2 || k < 2) throw new ArgumentException($"Friedman's test needs two settings and two methods, and there are {n} and {k}", nameof(table));
        // 12 Σ S² - 3 n² k (k + 1)² over n k (k + 1), S the rank sums: both are exact, and so are 0 and the largest value.
        var above = 12 * Ranks.Sums(table, higherIsBetter: true).Sum(sum => sum * sum) - 3.0 * n * n * k * (k + 1) * (k + 1);
        var below = (double)n * k * (k + 1);
        var left = n * (k - 1) * below - above;
        var f = left > 0 ? (n - 1) * above / left : double.PositiveInfinity;
        return new(above / below, Tails.ChiSquare(above / below, k - 1), f, Tails.F(f, k - 1, (k - 1) * (n - 1)));
    }
}
