namespace Skeptic.Statistics;

/// <summary>Tail probabilities of the distributions that the tests compare with.</summary>
internal static class Tails
{
    /// <summary>P(|Z| &gt;= z) of the standard normal, z &gt;= 0.</summary>
    internal static double NormalBoth(double z) => IncompleteGamma.Upper(0.5, z * z / 2);

    /// <summary>P(X &gt;= x) of chi-square.</summary>
    internal static double ChiSquare(double x, int degrees) => IncompleteGamma.Upper(degrees / 2.0, x / 2);

    /// <summary>P(X &gt;= f) of Fisher's F; 0 at infinity.</summary>
    internal static double F(double f, int above, int below)
    {
        if (double.IsPositiveInfinity(f)) return 0;
        var sum = below + above * f;
        return IncompleteBeta.Of(below / 2.0, above / 2.0, below / sum, above * f / sum);
    }

    /// <summary>P(|T| &gt;= t) of Student's t, t &gt;= 0.</summary>
    internal static double StudentBoth(double t, int degrees) => F(t * t, 1, degrees);

    /// <summary>The t that |T| exceeds with probability <paramref name="tail"/> in (0,1): halving until no number lies between.</summary>
    internal static double StudentQuantile(double tail, int degrees)
    {
        double low = 0, high = 1;
        while (StudentBoth(high, degrees) > tail) (low, high) = (high, 2 * high);
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return middle;
            if (StudentBoth(middle, degrees) > tail) low = middle;
            else high = middle;
        }
    }
}
