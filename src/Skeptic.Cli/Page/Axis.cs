namespace Skeptic.Cli.Page;

/// <summary>From values to coordinates along one direction of a chart, with ticks at round values.</summary>
/// <param name="Low">The value at <paramref name="From"/>.</param>
/// <param name="From">A coordinate; larger than <paramref name="To"/> where the axis points up.</param>
internal sealed record Axis(double Low, double High, double From, double To, IReadOnlyList<double> Ticks)
{
    /// <summary>What the number of an epoch takes, in coordinates.</summary>
    private const double Room = 28;

    internal double At(double value) => From + (value - Low) / (High - Low) * (To - From);

    /// <summary>An axis from round value to round value that holds all of <paramref name="values"/>.</summary>
    internal static Axis Round(IEnumerable<double> values, double from, double to, int ticks = 5)
    {
        var (low, high) = Range(values);
        var step = NiceStep((high - low) / ticks);
        var (first, last) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        return new(first * step, last * step, from, to, Multiples(first, last, step));
    }

    /// <summary>An axis over exactly the values given, whole numbers, with ticks at the first, the last and round ones between: for epochs.</summary>
    internal static Axis Whole(IReadOnlyCollection<double> values, double from, double to, int ticks = 8)
    {
        var (low, high) = Range(values);
        if (values.Distinct().Take(2).Count() < 2) return new(low, high, from, to, [.. values.Take(1)]);
        var step = Math.Max(1, NiceStep((high - low) / ticks));
        if (step % 1 != 0) step *= 2;
        var room = Room * (high - low) / Math.Abs(to - from);
        var inner = Multiples(Math.Ceiling(low / step), Math.Floor(high / step), step);
        return new(low, high, from, to, [low, .. inner.Where(tick => tick - low >= room && high - tick >= room), high]);
    }

    /// <summary>The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least <paramref name="rough"/>.</summary>
    internal static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * power >= rough * (1 - 1e-9)) * power;
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        return high > low ? (low, high) : (low - 0.5, high + 0.5);
    }

    // Multiplied, not summed, so that 0.3 reads 0.3.
    private static double[] Multiples(double first, double last, double step) =>
        [.. Enumerable.Range(0, Math.Max(0, (int)(last - first) + 1)).Select(i => (first + i) * step)];
}
