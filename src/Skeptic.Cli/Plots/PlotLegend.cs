using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Plots;

/// <summary>The names of all lines of a figure, in rows above its panels.</summary>
internal sealed record PlotLegend(IReadOnlyList<(PlotLine Line, double X, double Y)> Items, double Height)
{
    private const double Row = 20, Key = 26, Letter = 7.3, Between = 22;

    internal static PlotLegend Of(Plot plot, double width)
    {
        var items = new List<(PlotLine, double, double)>();
        var (x, y) = (0.0, 14.0);
        foreach (var line in plot.Panels.SelectMany(panel => panel.Lines).Where(line => line.Shape != PlotShape.Cloud).DistinctBy(line => line.Name))
        {
            var takes = Key + Letter * line.Name.Length + Between;
            if (x > 0 && x + takes > width) (x, y) = (0, y + Row);
            items.Add((line, x, y));
            x += takes;
        }
        return new PlotLegend(items, items.Count == 0 ? 0 : y + 12);
    }

    internal Html Render() => Html.Each(Items, item => Html.Of($"""
        <line class="line {PlotStyle.Class(item.Line)}" x1="{item.X}" x2="{item.X + Key - 6}" y1="{item.Y - 4}" y2="{item.Y - 4}"/><text x="{item.X + Key}" y="{item.Y}">{item.Line.Name}</text>
        """));
}
