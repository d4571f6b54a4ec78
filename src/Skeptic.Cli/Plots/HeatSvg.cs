using Skeptic.Cli.Page;

namespace Skeptic.Cli.Plots;

/// <summary>A table of shares as squares, darker where the share is larger.</summary>
/// <param name="Columns">Headings from left to right.</param>
/// <param name="Rows">Headings from the bottom up.</param>
/// <param name="Shares">In [0,1], by row and column.</param>
internal sealed record HeatPanel(string Title, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, Func<int, int, double> Shares);

/// <summary>Panels of <see cref="HeatPanel"/> side by side as one SVG file that stands alone, on light and dark paper.</summary>
internal static class HeatSvg
{
    private const double Cell = 36, Left = 70, Gap = 34, Head = 40, Top = 26, Foot = 52, Line = 16;

    public static Html Render(string title, string xLabel, string yLabel, string caption, IReadOnlyList<HeatPanel> panels)
    {
        var (columns, rows) = (panels[0].Columns.Count, panels[0].Rows.Count);
        var (panelWidth, panelHeight) = (Left + columns * Cell, Top + rows * Cell + Foot);
        var width = panels.Count * panelWidth + (panels.Count + 1) * Gap;
        var lines = PlotSvg.Wrap(caption, (int)(width / 6.2)).ToList();
        var height = Head + panelHeight + Line * lines.Count + 24;
        return Html.Of($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="title desc">
            <title id="title">{title}</title>
            <desc id="desc">{caption}</desc>
            <style>{PlotStyle.Sheet}</style>
            <rect class="paper" width="{width}" height="{height}"/>
            <text class="heading" x="{Gap}" y="24">{title}</text>
            {Html.Each(panels.Index(), panel => Panel(panel.Item, Gap + panel.Index * (panelWidth + Gap), xLabel, yLabel))}
            {Html.Each(lines.Index(), line => Html.Of($"""<text class="caption" x="{Gap}" y="{Head + panelHeight + 16 + Line * line.Index}">{line.Item}</text>"""))}
            </svg>
            """);
    }

    private static Html Panel(HeatPanel panel, double x, string xLabel, string yLabel)
    {
        var (columns, rows) = (panel.Columns.Count, panel.Rows.Count);
        double Up(int row) => Top + (rows - 1 - row) * Cell;
        return Html.Of($"""
            <g transform="translate({x} {Head})">
            <text class="panel-title" x="{Left}" y="14">{panel.Title}</text>
            {Html.Each(panel.Rows.Index(), row => Html.Of($"""<text x="{Left - 8}" y="{Up(row.Index) + Cell / 2 + 4}" text-anchor="end">{row.Item}</text>"""))}
            {Html.Each(panel.Columns.Index(), column => Html.Of($"""<text x="{Left + (column.Index + 0.5) * Cell}" y="{Top + rows * Cell + 18}" text-anchor="middle">{column.Item}</text>"""))}
            {Html.Each(Enumerable.Range(0, rows * columns), i => Square(panel, i / columns, i % columns, Left + i % columns * Cell, Up(i / columns)))}
            <text x="{Left + columns * Cell / 2}" y="{Top + rows * Cell + 40}" text-anchor="middle">{xLabel}</text>
            <text transform="translate(14 {Top + rows * Cell / 2}) rotate(-90)" text-anchor="middle">{yLabel}</text>
            </g>
            """);
    }

    private static Html Square(HeatPanel panel, int row, int column, double x, double y)
    {
        var share = panel.Shares(row, column);
        return Html.Of($"""
            <g class="{Palette.Class(SeriesColour.Blue)}"><rect x="{x}" y="{y}" width="{Cell - 2}" height="{Cell - 2}" style="fill: var(--ink); opacity: {0.06 + 0.94 * share}"><title>{$"{panel.Columns[column]}, {panel.Rows[row]}: {share:0.##}"}</title></rect></g>
            """);
    }
}
