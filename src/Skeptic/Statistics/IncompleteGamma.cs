namespace Skeptic.Statistics;

/// <summary>The logarithm of the gamma function and the regularised incomplete gamma function, to about 14 digits.</summary>
internal static class IncompleteGamma
{
    private const double LogRootTwoPi = 0.91893853320467274178;

    /// <summary>ln Γ(x), x &gt; 0: Stirling's series at x + n above 10, brought back by Γ(x + 1) = x Γ(x).</summary>
    internal static double Log(double x)
    {
        double product = 1;
        for (; x < 10; x++) product *= x;
        var s = 1 / (x * x);
        var series = (1 / 12.0 - s * (1 / 360.0 - s * (1 / 1260.0 - s * (1 / 1680.0 - s * (1 / 1188.0 - s * (691 / 360360.0 - s / 156)))))) / x;
        return (x - 0.5) * Math.Log(x) - x + LogRootTwoPi + series - Math.Log(product);
    }

    /// <summary>Q(a, x) = Γ(a, x) / Γ(a), the upper tail, in [0,1]; a &gt; 0, x &gt;= 0. Small tails keep their digits.</summary>
    internal static double Upper(double a, double x)
    {
        if (x <= 0) return 1;
        if (double.IsPositiveInfinity(x)) return 0;
        var front = Math.Exp(a * Math.Log(x) - x - Log(a));
        return Math.Clamp(x < a + 1 ? 1 - front * LowerSeries(a, x) : front * UpperFraction(a, x), 0, 1);
    }

    /// <summary>Σ x^n / (a (a + 1) ... (a + n)).</summary>
    private static double LowerSeries(double a, double x)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; term > sum * 1e-17; n++) sum += term *= x / (a + n);
        return sum;
    }

    /// <summary>1 / (x + 1 - a - 1(1 - a) / (x + 3 - a - 2(2 - a) / (x + 5 - a - ...))).</summary>
    private static double UpperFraction(double a, double x) =>
        ContinuedFraction.Of(n => n == 1 ? 1 : -(n - 1) * (n - 1 - a), n => x + 2 * n - 1 - a);
}
