namespace Skeptic.Cli.Page;

/// <summary>How a line is drawn, so that two lines of one colour differ.</summary>
public enum LineStyle
{
    Solid,
    Dashed,
}

/// <summary>A line of a chart: shares in [0,1] over epochs. Epochs without a value are left out.</summary>
public sealed record ChartSeries(string Name, SeriesColour Colour, IReadOnlyList<(int Epoch, double Share)> Points, LineStyle Style = LineStyle.Solid)
{
    /// <summary>Points to ring, with what is said of each: <c>chosen by validation</c>.</summary>
    public IReadOnlyList<(int Epoch, string Text)> Marks { get; init; } = [];
}

/// <summary>A line chart of shares over epochs as one SVG element, with the name of each line at its end.</summary>
/// <remarks>
/// Colours and sizes of text are the page's style sheet; hovering works by the title of each epoch's strip and, where
/// scripts run, by the <c>data-</c> attributes that page.js reads.
/// </remarks>
public sealed record SvgChart
{
    private const double Top = 16, Bottom = 40, Left = 46;

    /// <summary>Unique on the page; the ids of title and description derive from it.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Horizontal lines to compare with, each with its text.</summary>
    public IReadOnlyList<(double Share, string Text)> References { get; init; } = [];

    /// <summary>Whether the vertical axis goes from 0 to 100 %; otherwise it fits the values.</summary>
    public bool FullRange { get; init; }

    public double Width { get; init; } = 560;

    public double Height { get; init; } = 300;

    public Html Render()
    {
        var right = Width - 16 - Series.Select(line => EndLabels.Width(line.Name)).DefaultIfEmpty(0).Max();
        int[] epochs = [.. Series.SelectMany(line => line.Points).Select(point => point.Epoch).Distinct().Order()];
        var x = Axis.Whole([.. epochs.Select(epoch => (double)epoch)], Left, right, ticks: Width < 400 ? 4 : 8);
        var shares = Series.SelectMany(line => line.Points).Select(point => point.Share);
        var y = Axis.Round(FullRange ? [0, 1] : shares, Height - Bottom, Top);
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{Id}-title {Id}-desc" xmlns="http://www.w3.org/2000/svg">
            <title id="{Id}-title">{Title}</title>
            <desc id="{Id}-desc">{Description()}</desc>
            {Grid(x, y)}{Html.Each(References, reference => Reference(reference, x, y))}
            {Html.Each(Series, line => Line(line, epochs, x, y))}
            {EndLabels.Render(Series, y, right)}
            <line class="cross" x1="0" x2="0" y1="{Top}" y2="{Height - Bottom}" visibility="hidden"/>
            <g class="strips">{Html.Each(epochs, epoch => Strip(epoch, epochs, x))}</g>
            </svg>
            """);
    }

    private static Html Reference((double Share, string Text) reference, Axis x, Axis y) => Html.Of($"""
        <g class="reference"><line x1="{x.From}" x2="{x.To}" y1="{y.At(reference.Share)}" y2="{y.At(reference.Share)}"/>
        <text x="{x.To - 4}" y="{y.At(reference.Share) - 5}" text-anchor="end">{reference.Text}</text></g>
        """);

    private static Html Line(ChartSeries line, int[] epochs, Axis x, Axis y)
    {
        var at = line.Points.ToDictionary(point => point.Epoch, point => point.Share);
        string Joined(Func<double, string> write) => string.Join('|', epochs.Select(epoch => at.TryGetValue(epoch, out var share) ? write(share) : ""));
        var points = line.Points.Select(point => $"{x.At(point.Epoch):0.##},{y.At(point.Share):0.##}");
        var style = line.Style == LineStyle.Dashed ? " dashed" : "";
        return Html.Of($"""
            <g class="series {Palette.Class(line.Colour)}{style}" data-name="{line.Name}" data-y="{Joined(share => y.At(share).ToString("0.##"))}" data-read="{Joined(share => Figures.Percent(share))}">
            {line.Points.Count switch
            {
                0 => Html.Empty,
                1 => Html.Of($"""<circle class="dot" r="3.5" cx="{x.At(line.Points[0].Epoch)}" cy="{y.At(line.Points[0].Share)}"/>"""),
                _ => Html.Of($"""<polyline points="{string.Join(' ', points)}"/>"""),
            }}
            {Html.Each(line.Marks.Where(mark => at.ContainsKey(mark.Epoch)), mark => Mark(mark.Text, x.At(mark.Epoch), y.At(at[mark.Epoch])))}
            </g>
            """);
    }

    private static Html Mark(string text, double x, double y) => Html.Of($"""<circle class="mark" r="4.5" cx="{x}" cy="{y}"><title>{text}</title></circle>""");

    private Html Grid(Axis x, Axis y) => Html.Of($"""
        <g class="grid">{Html.Each(y.Ticks, tick => Html.Of($"""<line x1="{x.From}" x2="{x.To}" y1="{y.At(tick)}" y2="{y.At(tick)}"/><text x="{Left - 8}" y="{y.At(tick) + 4}" text-anchor="end">{tick * 100} %</text>"""))}
        {Html.Each(x.Ticks, tick => Html.Of($"""<text x="{x.At(tick)}" y="{Height - Bottom + 18}" text-anchor="middle">{tick}</text>"""))}
        <text class="unit" x="{(x.From + x.To) / 2}" y="{Height - 4}" text-anchor="middle">epoch</text></g>
        """);

    /// <summary>An invisible strip around an epoch, which says all its values.</summary>
    private Html Strip(int epoch, int[] epochs, Axis x)
    {
        var half = epochs.Length > 1 ? (x.To - x.From) / (epochs.Length - 1) / 2 : (x.To - x.From) / 2;
        var values = Series.SelectMany(line => line.Points.Where(point => point.Epoch == epoch), (line, point) => $"{line.Name} {Figures.Percent(point.Share)}");
        return Html.Of($"""
            <rect x="{x.At(epoch) - half}" y="{Top}" width="{2 * half}" height="{Height - Bottom - Top}" data-x="{x.At(epoch)}" data-name="epoch {epoch}"><title>{$"epoch {epoch}\n{string.Join('\n', values)}"}</title></rect>
            """);
    }

    private string Description() => string.Join(" ", Series.Where(line => line.Points.Count > 0).Select(line =>
        $"{line.Name}: {Figures.Percent(line.Points[0].Share)} after epoch {line.Points[0].Epoch}, "
        + $"highest {Figures.Percent(line.Points.Max(point => point.Share))}, {Figures.Percent(line.Points[^1].Share)} after epoch {line.Points[^1].Epoch}."));
}
