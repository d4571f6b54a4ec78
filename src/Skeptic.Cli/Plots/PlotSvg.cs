using System.Globalization;
using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Plots;

/// <summary>A figure as one SVG file that stands alone: light and dark paper by the reader's setting, colours that stay apart for colour-blind readers.</summary>
internal static class PlotSvg
{
    private const double PanelWidth = 520, PanelHeight = 330, Gap = 28, Head = 34, Foot = 34;
    private const int Across = 2, CaptionLetters = 150;

    public static Html Render(Plot plot)
    {
        var columns = Math.Min(Across, plot.Panels.Count);
        var rows = (plot.Panels.Count + columns - 1) / columns;
        var legend = PlotLegend.Of(plot, columns * PanelWidth);
        var top = Head + legend.Height;
        var caption = Wrap(plot.Caption, CaptionLetters * columns / Across).ToList();
        var width = columns * PanelWidth + (columns + 1) * Gap;
        var height = top + rows * (PanelHeight + Gap) + Foot + 16 * caption.Count;
        return Html.Of($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="title desc">
            <title id="title">{plot.Title}</title>
            <desc id="desc">{plot.Caption}</desc>
            <style>{PlotStyle.Sheet}</style>
            <rect class="paper" width="{width}" height="{height}"/>
            <text class="heading" x="{Gap}" y="24">{plot.Title}</text>
            <g transform="translate({Gap} {Head})">{legend.Render()}</g>
            {Html.Each(plot.Panels.Index(), panel => PanelSvg.Render(panel.Item, Gap + panel.Index % columns * (PanelWidth + Gap), top + panel.Index / columns * (PanelHeight + Gap), PanelWidth, PanelHeight))}
            {Html.Each(caption.Index(), line => Html.Of($"""<text class="caption" x="{Gap}" y="{height - Foot - 16 * (caption.Count - 1 - line.Index) + 16}">{line.Item}</text>"""))}
            </svg>
            """);
    }

    /// <summary>A number on an axis, as short as it can be.</summary>
    internal static string Tick(double value) => value.ToString(Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? "0.##e0" : "0.####", CultureInfo.InvariantCulture);

    internal static IEnumerable<string> Wrap(string text, int letters)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > letters)
            {
                yield return line;
                line = "";
            }
            line += (line.Length > 0 ? " " : "") + word;
        }
        if (line.Length > 0) yield return line;
    }
}
