using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>Figures as <c>web/src/shared/figure.ts</c> reads them: one function for every class of panel, whose name is the panel's <c>kind</c>.</summary>
internal static class FigureJson
{
    private const int Digits = 6;

    /// <summary>Safe inside of a script element: no character of it ends one.</summary>
    public static string Text(IEnumerable<Plot> plots) => new JsonArray([.. plots.Select(Of)]).ToJsonString().Replace("<", "\\u003c");

    private static JsonNode Of(Plot plot) => new JsonObject { ["name"] = plot.Name, ["panels"] = new JsonArray([.. plot.Panels.Select(Panel)]) };

    private static JsonNode Panel(PlotPanel panel) => panel.Matrix is { } matrix ? Matrix(panel, matrix) : panel.IsMap ? Clouds(panel) : Lines(panel);

    private static JsonNode Lines(PlotPanel panel) => new JsonObject
    {
        ["kind"] = "lines", ["title"] = panel.Title, ["x"] = panel.XLabel, ["y"] = panel.YLabel, ["logarithmic"] = panel.IsLogarithmic, ["ceiling"] = panel.Ceiling,
        ["lines"] = new JsonArray([.. panel.Lines.Select(line => new JsonObject
        {
            ["name"] = line.Name,
            // Colours repeat after the last; then the dash tells lines apart.
            ["colour"] = line.Colour % Palette.All.Count, ["dash"] = line.Dash + line.Colour / Palette.All.Count, ["steps"] = line.Shape == PlotShape.Steps,
            ["points"] = new JsonArray([.. line.Points.Select(point => new JsonArray(Number(point.X), Number(point.Y), point.Deviation is { } deviation ? Number(deviation) : null))]),
        })]),
    };

    private static JsonNode Matrix(PlotPanel panel, PlotMatrix matrix) => new JsonObject
    {
        ["kind"] = "matrix", ["title"] = panel.Title, ["x"] = panel.XLabel, ["y"] = panel.YLabel,
        ["rows"] = new JsonArray([.. matrix.Rows.Select(row => JsonValue.Create(row))]), ["columns"] = new JsonArray([.. matrix.Columns.Select(column => JsonValue.Create(column))]),
        ["values"] = new JsonArray([.. matrix.Values.Select(row => new JsonArray([.. row.Select(value => double.IsFinite(value) ? Number(value) : null)]))]),
    };

    private static JsonNode Clouds(PlotPanel panel) => new JsonObject
    {
        ["kind"] = "clouds", ["title"] = panel.Title, ["y"] = panel.YLabel,
        ["clouds"] = new JsonArray([.. panel.Lines.Select(line => new JsonObject
        {
            ["name"] = line.Name, ["colour"] = line.Colour % Palette.All.Count,
            ["points"] = new JsonArray([.. line.Points.Select(point => new JsonArray(Math.Round(point.X, 2), Math.Round(point.Y, 2)))]),
        })]),
    };

    /// <summary>As many digits as a screen can show, for a smaller page.</summary>
    private static JsonNode Number(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return 0;
        var scale = Math.Pow(10, Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        var rounded = Math.Round(value * scale) / scale;
        return double.IsFinite(rounded) ? rounded : value;
    }
}
