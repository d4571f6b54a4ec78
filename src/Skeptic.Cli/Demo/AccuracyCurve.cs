namespace Skeptic.Cli.Demo;

/// <summary>A curve in one line of block characters, on a scale that several curves share.</summary>
internal static class AccuracyCurve
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="low">The value of the lowest block; values outside the scale are drawn at its ends.</param>
    /// <param name="width">Characters at most; a longer curve shows the last value of each stretch.</param>
    public static string Of(IReadOnlyList<double> values, double low, double high, int width)
    {
        var count = Math.Min(Math.Max(0, width), values.Count);
        return string.Concat(Enumerable.Range(1, count).Select(i => Block(values[i * values.Count / count - 1], low, high)));
    }

    private static char Block(double value, double low, double high) =>
        high > low ? Blocks[Math.Clamp((int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1)), 0, Blocks.Length - 1)] : Blocks[^1];
}
