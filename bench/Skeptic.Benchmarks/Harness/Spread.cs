namespace Skeptic.Benchmarks.Harness;

/// <summary>Median and extremes of a few measurements; on a shared machine a mean would say more about the neighbours.</summary>
internal sealed record Spread(double Median, double Minimum, double Maximum)
{
    internal static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("nothing was measured", nameof(values));
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
