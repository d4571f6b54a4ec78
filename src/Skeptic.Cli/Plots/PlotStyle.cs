using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Plots;

/// <summary>The style sheet inside of a figure, and which line is drawn how.</summary>
internal static class PlotStyle
{
    private const string Layout = """
        svg { font: 13px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; font-variant-numeric: tabular-nums; }
        .paper { fill: #ffffff; } text { fill: #5c6570; } .heading { fill: #1c2026; font-size: 16px; font-weight: 640; } .panel-title { fill: #1c2026; font-weight: 600; }
        .caption { font-size: 12px; } .rule { stroke: #e2dfd8; } .line { fill: none; stroke: var(--ink); stroke-width: 2.1; stroke-linejoin: round; stroke-linecap: round; }
        .band { fill: var(--ink); opacity: .14; } .dot { fill: var(--ink); } .d1 { stroke-dasharray: 6 5; } .d2 { stroke-dasharray: 1.5 4; } .d3 { stroke-dasharray: 9 4 2 4; }
        .cell { fill: var(--ink); stroke: #e2dfd8; stroke-width: .5; } .in-cell { fill: #1c2026; font-size: 11px; } .on-ink { fill: #ffffff; font-size: 11px; }
        .cloud { fill: none; stroke: var(--ink); stroke-width: 2.4; stroke-linecap: round; opacity: .6; } .again { stroke-width: 1.3; opacity: .45; } .cloud-name { fill: #1c2026; font-weight: 700; font-size: 16px; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
        .bar { stroke: var(--ink); stroke-width: 1.4; }
        """;

    private const string Dark = """
        .paper { fill: #14181d; } text { fill: #a3acb8; } .heading, .panel-title { fill: #e8ebef; } .rule { stroke: #2a3038; } .cell { stroke: #2a3038; } .in-cell { fill: #e8ebef; } .on-ink { fill: #14181d; } .cloud-name { fill: #e8ebef; stroke: #14181d; } .band { opacity: .22; }
        """;

    internal static Html Sheet { get; } = Html.Verbatim($"\n{Layout}\n{Inks(Palette.Light)}\n@media (prefers-color-scheme: dark) {{\n{Dark}\n{Inks(Palette.Dark)}\n}}\n");

    /// <summary>Colours repeat after the last; then the dash tells lines apart.</summary>
    internal static string Class(PlotLine line) => $"{Palette.Class(Palette.At(line.Colour))} d{(line.Dash + line.Colour / Palette.All.Count) % 4}";

    private static string Inks(Func<SeriesColour, string> shade) => string.Join('\n', Palette.All.Select(colour => $".{Palette.Class(colour)} {{ --ink: {shade(colour)}; }}"));
}
