namespace Skeptic.Statistics;

/// <summary>Continued fractions from their front to where they no longer change: the modified method of Lentz (Thompson and Barnett 1986).</summary>
internal static class ContinuedFraction
{
    private const double Tiny = 1e-300;

    /// <summary>a(1) / (b(1) + a(2) / (b(2) + ...)).</summary>
    /// <exception cref="ArithmeticException">It still changes after a million terms.</exception>
    internal static double Of(Func<int, double> a, Func<int, double> b)
    {
        double value = Tiny, c = Tiny, d = 0;
        for (var n = 1; n <= 1_000_000; n++)
        {
            d = 1 / NotZero(b(n) + a(n) * d);
            c = NotZero(b(n) + a(n) / c);
            value *= c * d;
            if (Math.Abs(c * d - 1) < 1e-15) return value;
        }
        throw new ArithmeticException("a continued fraction does not settle: its arguments are too large");
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;
}
