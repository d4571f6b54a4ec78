namespace Skeptic.Cli.Page;

/// <summary>The names at the ends of lines, moved apart where the lines end close to each other.</summary>
internal static class EndLabels
{
    private const double Gap = 16;

    private const int Longest = 18;

    /// <summary>An estimate of what a name takes in the chart's own units; text is measured by the browser alone.</summary>
    internal static double Width(string name) => 8 + 7.2 * Math.Min(name.Length, Longest);

    internal static Html Render(IReadOnlyList<ChartSeries> series, Axis y, double right)
    {
        ChartSeries[] shown = [.. series.Where(line => line.Points.Count > 0)];
        var places = Spread([.. shown.Select(line => y.At(line.Points[^1].Share))], Gap, y.To, y.From);
        return Html.Each(shown.Zip(places), pair => Html.Of($"""
            <text class="end {Palette.Class(pair.First.Colour)}" x="{right + 8}" y="{pair.Second + 4}">{Short(pair.First.Name)}</text>
            """));
    }

    /// <summary>Moves coordinates as little as needed to keep <paramref name="gap"/> between them, order kept, inside [low, high] where they fit.</summary>
    internal static double[] Spread(double[] wanted, double gap, double low, double high)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i])];
        var places = (double[])wanted.Clone();
        for (var round = 0; round < 50; round++)
        {
            for (var i = 1; i < order.Length; i++)
            {
                var (above, below) = (order[i - 1], order[i]);
                var missing = gap - (places[below] - places[above]);
                if (missing <= 0) continue;
                places[above] -= missing / 2;
                places[below] += missing / 2;
            }
            if (order.Length == 0) break;
            var shift = Math.Max(0, low - places[order[0]]) - Math.Max(0, places[order[^1]] - high);
            if (shift > 0) places[order[0]] = low;
            else if (shift < 0) places[order[^1]] = high;
        }
        return places;
    }

    private static string Short(string name) => name.Length <= Longest ? name : name[..(Longest - 1)] + "…";
}
