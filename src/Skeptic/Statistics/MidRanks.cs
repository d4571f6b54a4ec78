namespace Skeptic.Statistics;

/// <summary>Ranks of numbers from the smallest, which has 1; equal numbers share the mean of their places.</summary>
internal static class MidRanks
{
    /// <summary>Multiples of one half, in the order of the numbers; they sum to n(n + 1)/2.</summary>
    internal static double[] Of(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from]; to++) { }
            foreach (var i in order.AsSpan(from, to - from)) ranks[i] = (from + 1 + to) / 2.0;
        }
        return ranks;
    }
}
