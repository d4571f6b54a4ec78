using System.Globalization;
using System.Text;
using Skeptic.Experiments;

namespace Skeptic.Cli.Plots;

/// <summary>The numbers of a figure, a row for each point or cell: <c>panel,line,x,y,deviation</c>, or <c>panel,row,column,percent</c> for matrices.</summary>
internal static class PlotCsv
{
    internal static string Render(Plot plot)
    {
        var text = new StringBuilder();
        if (plot.Panels.Any(panel => panel.Matrix is not null))
        {
            text.Append("panel,row,column,percent\n");
            foreach (var panel in plot.Panels.Where(panel => panel.Matrix is not null))
                foreach (var (row, values) in panel.Matrix!.Values.Index())
                    foreach (var (column, value) in values.Index()) text.Append(CultureInfo.InvariantCulture, $"{Quote(panel.Title)},{Quote(panel.Matrix.Rows[row])},{Quote(panel.Matrix.Columns[column])},{Number(value)}\n");
            return text.ToString();
        }
        text.Append("panel,line,x,y,deviation\n");
        foreach (var panel in plot.Panels)
            foreach (var line in panel.Lines)
                foreach (var point in line.Points) text.Append(CultureInfo.InvariantCulture, $"{Quote(panel.Title)},{Quote(line.Name)},{Number(point.X)},{Number(point.Y)},{(point.Deviation is { } deviation ? Number(deviation) : "")}\n");
        return text.ToString();
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
