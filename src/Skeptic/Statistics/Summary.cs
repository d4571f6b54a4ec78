namespace Skeptic.Statistics;

/// <summary>What a few numbers, such as the accuracies of one recipe over seeds, say together.</summary>
/// <param name="StandardDeviation">Of a sample, with n - 1 below; null where there is one number.</param>
/// <param name="HalfWidth">The mean's 95 % interval is the mean plus and minus this, by Student's t with n - 1 degrees of freedom; null
/// where there is one number.</param>
public sealed record Summary(int Count, double Mean, double? StandardDeviation, double Minimum, double Maximum, double? HalfWidth)
{
    private const double Outside = 0.05;

    /// <param name="values">At least one, all finite.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static Summary Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("a summary needs at least one number", nameof(values));
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var x in values)
        {
            if (!double.IsFinite(x)) throw new ArgumentException($"a summary is made of finite numbers, and one is {x}", nameof(values));
            (minimum, maximum) = (Math.Min(minimum, x), Math.Max(maximum, x));
        }
        // Above the smallest, so that equal numbers have exactly that mean and no deviation.
        double above = 0, squares = 0;
        foreach (var x in values) above += x - minimum;
        var mean = Math.Min(minimum + above / values.Length, maximum);
        foreach (var x in values) squares += (x - mean) * (x - mean);
        if (values.Length < 2) return new(1, mean, null, minimum, maximum, null);
        var deviation = Math.Sqrt(squares / (values.Length - 1));
        return new(values.Length, mean, deviation, minimum, maximum, Tails.StudentQuantile(Outside, values.Length - 1) * deviation / Math.Sqrt(values.Length));
    }
}
