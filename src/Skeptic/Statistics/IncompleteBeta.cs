namespace Skeptic.Statistics;

/// <summary>The regularised incomplete beta function, to about 13 digits.</summary>
internal static class IncompleteBeta
{
    /// <summary>I_x(a, b), in [0,1]; a, b &gt; 0.</summary>
    /// <param name="y">1 - x, given apart so that it keeps its digits where x is near 1.</param>
    internal static double Of(double a, double b, double x, double y)
    {
        if (x <= 0) return 0;
        if (y <= 0) return 1;
        // The fraction settles fast below the mean; above it, the tails change places.
        return Math.Clamp(x < (a + 1) / (a + b + 2) ? Lower(a, b, x, y) : 1 - Lower(b, a, y, x), 0, 1);
    }

    private static double Lower(double a, double b, double x, double y)
    {
        var front = Math.Exp(a * Math.Log(x) + b * Math.Log(y) + IncompleteGamma.Log(a + b) - IncompleteGamma.Log(a) - IncompleteGamma.Log(b)) / a;
        return front * ContinuedFraction.Of(n => Numerator(a, b, x, n), _ => 1);
    }

    /// <summary>1, then the coefficients d(1), d(2), ... of Abramowitz and Stegun 26.5.8 times x.</summary>
    private static double Numerator(double a, double b, double x, int n)
    {
        if (n == 1) return 1;
        double m = (n - 1) / 2;
        return n % 2 == 0
            ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    }
}
