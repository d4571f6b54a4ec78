namespace Skeptic.Cli.Rendering;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// The curve of <paramref name="values"/> from its smallest to its largest value, in at most <paramref name="width"/>
    /// characters; a longer curve shows the mean of each stretch. Numbers that are not finite leave a gap.
    /// </summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        if (values.Count == 0 || width <= 0) return "";
        var points = Math.Min(width, values.Count);
        var means = new double[points];
        for (var i = 0; i < points; i++)
        {
            var (from, to) = (i * values.Count / points, (i + 1) * values.Count / points);
            means[i] = values.Skip(from).Take(to - from).Average();
        }
        var finite = means.Where(double.IsFinite).ToArray();
        if (finite.Length == 0) return new string(' ', points);
        var (low, high) = (finite.Min(), finite.Max());
        return string.Concat(means.Select(mean => double.IsFinite(mean) ? Block(mean, low, high) : ' '));
    }

    private static char Block(double value, double low, double high) =>
        high > low ? Blocks[(int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1))] : Blocks[0];
}
