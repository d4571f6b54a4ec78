namespace Skeptic.Statistics;

/// <summary>
/// p values of several tests made comparable with one level: Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian
/// Journal of Statistics 1979.
/// </summary>
public static class Holm
{
    /// <summary>The i-th smallest of m (from 1) times m + 1 - i, never below those of smaller p, and at most 1; in the given order.</summary>
    /// <exception cref="ArgumentException">One is not in [0,1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        double[] sorted = [.. p];
        if (sorted.Any(one => one is not (>= 0 and <= 1))) throw new ArgumentException($"p values are in [0,1], and one is {sorted.First(one => one is not (>= 0 and <= 1))}", nameof(p));
        int[] order = [.. Enumerable.Range(0, p.Length)];
        Array.Sort(sorted, order);
        var adjusted = new double[p.Length];
        double last = 0;
        for (var i = 0; i < sorted.Length; i++)
            adjusted[order[i]] = last = Math.Max(last, Math.Min(1, (sorted.Length - i) * sorted[i]));
        return adjusted;
    }
}
