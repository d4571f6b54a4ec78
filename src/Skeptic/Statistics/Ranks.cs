namespace Skeptic.Statistics;

/// <summary>Methods ranked within each setting: Demsar, Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 2006, section 3.2.2.</summary>
public static class Ranks
{
    /// <summary>Mean rank of each method over the settings, 1 for the best; methods that are equal in a setting share the mean of their places.</summary>
    /// <param name="table">[settings, methods], at least one of each, all finite.</param>
    /// <returns>[methods]; they sum to k(k + 1)/2.</returns>
    /// <exception cref="ArgumentException">The table is empty, or a number in it is not finite.</exception>
    public static double[] Average(double[,] table, bool higherIsBetter) =>
        [.. Sums(table, higherIsBetter).Select(sum => sum / table.GetLength(0))];

    /// <summary>[methods], multiples of one half.</summary>
    internal static double[] Sums(double[,] table, bool higherIsBetter)
    {
        var (settings, methods) = (table.GetLength(0), table.GetLength(1));
        if (table.Length == 0) throw new ArgumentException("ranks need at least one setting and one method", nameof(table));
        var sums = new double[methods];
        var row = new double[methods];
        for (var setting = 0; setting < settings; setting++)
        {
            for (var method = 0; method < methods; method++)
            {
                var value = table[setting, method];
                if (!double.IsFinite(value)) throw new ArgumentException($"method {method} has no number in setting {setting}: it is {value}; leave out the method or the setting", nameof(table));
                row[method] = higherIsBetter ? -value : value;
            }
            var ranks = MidRanks.Of(row);
            for (var method = 0; method < methods; method++) sums[method] += ranks[method];
        }
        return sums;
    }
}
