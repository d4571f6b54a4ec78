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

    private static JsonNode Panel(PlotPanel panel) => Lines(panel);

    private static JsonNode Lines(PlotPanel panel) => new JsonObject
    {
        ["kind"] = "lines", ["title"] = panel.Title, ["x"] = panel.XLabel, ["y"] = panel.YLabel, ["logarithmic"] = panel.IsLogarithmic,
        ["lines"] = new JsonArray([.. panel.Lines.Select(line => new JsonObject
        {
            ["name"] = line.Name,
            // Colours repeat after the last; then the dash tells lines apart.
            ["colour"] = line.Colour % Palette.All.Count, ["dash"] = line.Dash + line.Colour / Palette.All.Count,
            ["points"] = new JsonArray([.. line.Points.Select(point => new JsonArray(Number(point.X), Number(point.Y), point.Deviation is { } deviation ? Number(deviation) : null))]),
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
