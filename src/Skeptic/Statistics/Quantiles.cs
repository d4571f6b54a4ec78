namespace Skeptic.Statistics;

/// <summary>Quantiles between neighbouring numbers along a straight line, as NumPy's default.</summary>
internal static class Quantiles
{
    /// <summary>Sorts the numbers.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        return Of(values, 0.5);
    }

    /// <param name="share">In [0,1].</param>
    public static double Of(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
