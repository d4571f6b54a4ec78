using System.Globalization;
using Skeptic.Cli.Page;
using Skeptic.Experiments;
using Axis = Skeptic.Cli.Page.Axis;

namespace Skeptic.Cli.Plots;

/// <summary>One pair of axes with its lines, bands and points.</summary>
internal static class PanelSvg
{
    private const double Top = 26, Bottom = 42, Left = 54, Right = 12;
    private const int FewPoints = 16; // Up to here every point has a dot.

    internal static Html Render(PlotPanel panel, double x, double y, double width, double height)
    {
        if (panel.Matrix is { } matrix) return MatrixSvg.Render(panel, matrix, x, y, width, height);
        var points = panel.Lines.SelectMany(line => line.Points).ToList();
        var across = panel.IsLogarithmic ? Logarithmic(points.Select(point => point.X), Left, width - Right) : Linear(points.Select(point => point.X), Left, width - Right);
        var ceiling = panel.Ceiling ?? double.PositiveInfinity;
        var up = Axis.Round(points.SelectMany(point => new[] { point.Y - (point.Deviation ?? 0), Math.Min(point.Y + (point.Deviation ?? 0), ceiling) }), height - Bottom, Top);
        double At(double value) => across.At(panel.IsLogarithmic ? Math.Log10(value) : value);
        return Html.Of($"""
            <g transform="translate({x} {y})">
            <text class="panel-title" x="{Left}" y="14">{panel.Title}</text>
            {Html.Each(panel.IsMap ? [] : up.Ticks, tick => Html.Of($"""<line class="rule" x1="{Left}" x2="{width - Right}" y1="{up.At(tick)}" y2="{up.At(tick)}"/><text x="{Left - 8}" y="{up.At(tick) + 4}" text-anchor="end">{PlotSvg.Tick(tick)}</text>"""))}
            {Html.Each(panel.IsMap ? [] : across.Ticks, tick => Html.Of($"""<text x="{across.At(tick)}" y="{height - Bottom + 18}" text-anchor="middle">{PlotSvg.Tick(panel.IsLogarithmic ? Math.Pow(10, tick) : tick)}</text>"""))}
            <text x="{(Left + width - Right) / 2}" y="{height - 6}" text-anchor="middle">{panel.XLabel}</text>
            <text transform="translate(13 {(Top + height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{panel.YLabel}</text>
            {(points.Count == 0 ? Html.Of($"""<text x="{(Left + width - Right) / 2}" y="{(Top + height - Bottom) / 2}" text-anchor="middle">no run yet</text>""") : Html.Empty)}
            {Html.Each(panel.Lines, line => Line(line, At, up, ceiling))}
            </g>
            """);
    }

    private static Html Line(PlotLine line, Func<double, double> at, Axis up, double ceiling)
    {
        if (line.Shape == PlotShape.Cloud) return Cloud(line, at, up);
        IReadOnlyList<PlotPoint> points = line.Shape == PlotShape.Steps ? [.. line.Points.Zip(line.Points.Skip(1), (here, next) => new[] { here, here with { X = next.X } }).SelectMany(both => both)] : line.Points;
        string Place(double x, double y) => $"{at(x):0.##},{up.At(y):0.##}";
        var upper = points.Where(point => point.Deviation is not null).Select(point => Place(point.X, Math.Min(point.Y + point.Deviation!.Value, ceiling)));
        var lower = points.Where(point => point.Deviation is not null).Reverse().Select(point => Place(point.X, point.Y - point.Deviation!.Value));
        return Html.Of($"""
            <g class="{PlotStyle.Class(line)}" data-name="{line.Name}">
            {Html.When(points.Any(point => point.Deviation is not null), () => Html.Of($"""<polygon class="band" points="{string.Join(' ', upper.Concat(lower))}"/>"""))}
            {Html.When(points.Count > 1, () => Html.Of($"""<polyline class="line {PlotStyle.Class(line)}" points="{string.Join(' ', points.Select(point => Place(point.X, point.Y)))}"/>"""))}
            {Html.When(points.Count <= FewPoints && line.Shape == PlotShape.Line, () => Html.Each(points, point => Html.Of($"""<circle class="dot" r="3" cx="{at(point.X)}" cy="{up.At(point.Y)}"><title>{$"{line.Name}: {PlotSvg.Tick(point.X)}, {PlotSvg.Tick(Math.Round(point.Y, 2))}"}</title></circle>""")))}
            </g>
            """);
    }

    /// <summary>One path of dots, so that ten thousand of them stay a small file; the name stands at the medians.</summary>
    private static Html Cloud(PlotLine line, Func<double, double> at, Axis up)
    {
        double Median(Func<PlotPoint, double> of) => line.Points.Select(of).Order().ElementAt(line.Points.Count / 2);
        return line.Points.Count == 0 ? Html.Empty : Html.Of($"""
            <g class="{Palette.Class(Palette.At(line.Colour))}" data-name="{line.Name}">
            <path class="cloud{(line.Colour < Palette.All.Count ? "" : " again")}" d="{string.Concat(line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"M{at(point.X):0.#} {up.At(point.Y):0.#}h0")))}"/>
            <text class="cloud-name" x="{Math.Round(at(Median(point => point.X)), 1)}" y="{Math.Round(up.At(Median(point => point.Y)) + 5, 1)}" text-anchor="middle">{line.Name}</text>
            </g>
            """);
    }

    private static Axis Linear(IEnumerable<double> values, double from, double to)
    {
        double[] all = [.. values];
        if (all.Length == 0) return new Axis(0, 1, from, to, []);
        return all.All(value => value == Math.Floor(value)) ? Axis.Whole([.. all.Distinct().Order()], from, to) : Axis.Round(all, from, to, ticks: 8);
    }

    /// <summary>An axis of exponents, with a tick at every value where there are few.</summary>
    private static Axis Logarithmic(IEnumerable<double> values, double from, double to)
    {
        double[] exponents = [.. values.Distinct().Order().Select(Math.Log10)];
        if (exponents.Length < 2) return new Axis(exponents.FirstOrDefault() - 0.5, exponents.FirstOrDefault() + 0.5, from, to, exponents);
        var pad = (exponents[^1] - exponents[0]) * 0.03;
        return new Axis(exponents[0] - pad, exponents[^1] + pad, from, to, exponents.Length <= 10 ? exponents : [.. exponents.Where((_, i) => i % (exponents.Length / 8 + 1) == 0)]);
    }
}
