using System.Globalization;
using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Plots;

/// <summary>A table of shares as a heat map, with the numbers in it while there is room.</summary>
internal static class MatrixSvg
{
    private const double Top = 26, Bottom = 42, Left = 54, Right = 12;
    private const int Numbers = 12, Names = 20; // Up to so many classes each cell has its number, and each row its name.
    private const double OnDark = 55; // From this share on the number stands on strong ink.

    internal static Html Render(PlotPanel panel, PlotMatrix matrix, double x, double y, double width, double height)
    {
        var (cellWidth, cellHeight) = ((width - Left - Right) / matrix.Columns.Count, (height - Top - Bottom) / matrix.Rows.Count);
        var every = matrix.Rows.Count <= Names ? 1 : (matrix.Rows.Count + Names - 1) / Names;
        return Html.Of($"""
            <g transform="translate({x} {y})">
            <text class="panel-title" x="{Left}" y="14">{panel.Title}</text>
            {Html.Each(matrix.Values.Index(), row => Html.Each(row.Item.Index(), cell => Cell(matrix, row.Index, cell.Index, cell.Item, Left + cell.Index * cellWidth, Top + row.Index * cellHeight, cellWidth, cellHeight)))}
            {Html.Each(matrix.Rows.Index().Where(row => row.Index % every == 0), row => Html.Of($"""<text x="{Left - 8}" y="{Top + (row.Index + 0.5) * cellHeight + 4}" text-anchor="end">{row.Item}</text>"""))}
            {Html.Each(matrix.Columns.Index().Where(column => column.Index % every == 0), column => Html.Of($"""<text x="{Left + (column.Index + 0.5) * cellWidth}" y="{height - Bottom + 18}" text-anchor="middle">{column.Item}</text>"""))}
            <text x="{(Left + width - Right) / 2}" y="{height - 6}" text-anchor="middle">{panel.XLabel}</text>
            <text transform="translate(13 {(Top + height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{panel.YLabel}</text>
            </g>
            """);
    }

    private static Html Cell(PlotMatrix matrix, int row, int column, double share, double x, double y, double width, double height)
    {
        var known = double.IsFinite(share);
        var number = !known ? "" : share is > 0 and < 0.5 ? "<1" : share.ToString("0", CultureInfo.InvariantCulture);
        return Html.Of($"""
            <g class="{Palette.Class(SeriesColour.Blue)}"><rect class="cell" x="{Math.Round(x, 2)}" y="{Math.Round(y, 2)}" width="{Math.Round(width, 2)}" height="{Math.Round(height, 2)}" fill-opacity="{(known ? Math.Round(share / 100, 3) : 0)}"><title>{$"{matrix.Rows[row]} as {matrix.Columns[column]}: {(known ? $"{share.ToString("0.##", CultureInfo.InvariantCulture)} %" : "none")}"}</title></rect>
            {Html.When(matrix.Columns.Count <= Numbers && share != 0, () => Html.Of($"""<text class="{(share >= OnDark ? "on-ink" : "in-cell")}" x="{Math.Round(x + width / 2, 2)}" y="{Math.Round(y + height / 2 + 4, 2)}" text-anchor="middle">{number}</text>"""))}</g>
            """);
    }
}
