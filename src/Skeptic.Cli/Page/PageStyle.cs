namespace Skeptic.Cli.Page;

/// <summary>The style sheet: light and dark paper, the colours of the runs, and the layout from telephone to wide screen.</summary>
internal static class PageStyle
{
    internal static Html Sheet { get; } = Html.Verbatim($"\n{Layout}\n{Inks(Palette.Light)}\n@media (prefers-color-scheme: dark) {{\n{Dark}\n{Inks(Palette.Dark)}\n}}\n");

    private static string Inks(Func<SeriesColour, string> shade) =>
        string.Join('\n', Palette.All.Select(colour => $".{Palette.Class(colour)} {{ --ink: {shade(colour)}; }}"));

    private const string Dark = """
        :root {
          --paper: #101317; --card: #171b21; --line: #2a3038; --text: #e8ebef; --soft: #a3acb8; --faint: #20262e;
          --accent: #8fc0ff; --plate: #000; --bad: #ff9068; --bad-tint: #3a1f16; --good: #9fb0c4; --good-tint: #222a33; --shadow: 0 1px 0 #0006;
        }
        """;

    private const string Layout = /*lang=css*/ """
        :root {
          --paper: #f7f6f3; --card: #fff; --line: #e2dfd8; --text: #1c2026; --soft: #5c6570; --faint: #f0eee9;
          --accent: #0b53b0; --plate: #14171c; --bad: #a3300f; --bad-tint: #fbe9e3; --good: #4a5663; --good-tint: #eceef1; --shadow: 0 1px 2px #1c202612;
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--text); font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        main { max-width: 1160px; margin: 0 auto; padding: 28px 24px 72px; }
        .brand { display: flex; align-items: center; gap: 9px; margin: 0 0 26px; font-weight: 650; letter-spacing: .01em; }
        .logo .tag { fill: var(--accent); } .logo .hole, .logo .dot { fill: var(--paper); }
        .logo .query { fill: none; stroke: var(--paper); stroke-width: 2.4; stroke-linecap: round; }
        h1 { margin: 0 0 14px; font-size: clamp(1.7rem, 4.2vw, 2.5rem); line-height: 1.14; letter-spacing: -.022em; font-weight: 680; text-wrap: balance; }
        h2 { margin: 0 0 14px; font-size: 1.32rem; letter-spacing: -.012em; line-height: 1.3; font-weight: 660; }
        h3 { margin: 30px 0 4px; font-size: 1.02rem; font-weight: 650; }
        section { margin-top: 30px; padding: 24px 26px 26px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
        .facts { display: flex; flex-wrap: wrap; gap: 7px; margin: 0; padding: 0; list-style: none; font-size: .86rem; }
        .facts li { padding: 3px 11px; border: 1px solid var(--line); border-radius: 99px; background: var(--card); }
        .facts span { color: var(--soft); }
        .findings { max-width: 48em; margin-top: 24px; font-size: 1.13rem; line-height: 1.5; }
        .findings p { margin: 0 0 .55em; text-wrap: pretty; }
        .findings p:first-child { font-weight: 600; }
        .note { max-width: 62em; margin: 12px 0 0; color: var(--soft); font-size: .9rem; text-wrap: pretty; }
        .note b { color: var(--text); font-weight: 600; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { padding: 9px 14px; text-align: left; font-weight: 400; white-space: nowrap; }
        .number { text-align: right; }
        thead th { padding-block: 4px; color: var(--soft); font-size: .85rem; vertical-align: bottom; }
        thead tr:last-child th { border-bottom: 1px solid var(--line); padding-bottom: 8px; }
        .over th[colspan] { text-align: center; font-size: .78rem; }
        .over th[colspan]::after { content: ""; display: block; margin-top: 3px; border-top: 1px solid var(--line); }
        thead button { all: unset; cursor: pointer; }
        thead button:hover, [aria-sort] button { color: var(--text); }
        thead button:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
        [aria-sort=descending] button::after { content: " ↓"; } [aria-sort=ascending] button::after { content: " ↑"; }
        .headline tbody th { font-weight: 640; font-size: 1.05rem; }
        .headline tbody small { display: block; max-width: 24em; white-space: normal; color: var(--soft); font-weight: 400; font-size: .84rem; padding-left: 21px; }
        .headline tbody tr + tr > * { border-top: 1px solid var(--faint); }
        .headline td { font-size: 1.14rem; vertical-align: top; }
        .headline td.lead span { font-weight: 700; }
        .headline sub { margin-left: 3px; color: var(--soft); font-size: .66em; font-weight: 400; vertical-align: baseline; }
        .swatch { display: inline-block; width: 12px; height: 12px; margin-right: 9px; border-radius: 4px; background: var(--ink); vertical-align: -1px; }
        .track { display: block; width: 92px; height: 4px; margin: 3px 0 0 auto; border-radius: 2px; background: var(--line); } .track i { display: block; height: 100%; min-width: 2px; border-radius: 2px; background: var(--ink); }
        .charts { display: grid; gap: 22px 28px; }
        .charts.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); }
        .charts.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 310px), 1fr)); margin-top: 14px; }
        figure { margin: 0; }
        figcaption { margin: 4px 0 8px; color: var(--soft); font-size: .9rem; text-wrap: pretty; } figcaption b { color: var(--text); font-weight: 620; }
        .chart { display: block; width: 100%; height: auto; overflow: visible; font-size: 12.5px; font-variant-numeric: tabular-nums; }
        .chart text { fill: var(--soft); } .grid line { stroke: var(--line); } .chart .end { fill: var(--ink); font-weight: 640; font-size: 13px; }
        .reference line { stroke: var(--soft); stroke-dasharray: 1 4; stroke-linecap: round; } .reference text { font-size: 11px; }
        .series polyline { fill: none; stroke: var(--ink); stroke-width: 2.3; stroke-linejoin: round; stroke-linecap: round; }
        .series.dashed polyline { stroke-dasharray: 5 5; stroke-width: 2; }
        .series .dot, .series .hover { fill: var(--ink); } .series .hover { stroke: var(--card); stroke-width: 1.5; }
        .series .mark { fill: var(--card); stroke: var(--ink); stroke-width: 2.2; }
        .cross { stroke: var(--soft); stroke-width: 1; } .strips rect { fill: transparent; } .cross, .series { pointer-events: none; } .series .mark { pointer-events: auto; }
        #read-out { position: fixed; z-index: 2; min-width: 120px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 9px; background: var(--card); box-shadow: 0 6px 22px #0003; font-size: .86rem; pointer-events: none; }
        #read-out[hidden] { display: none; }
        #read-out strong { display: block; color: var(--soft); font-weight: 500; }
        #read-out div { display: flex; align-items: center; gap: 8px; } #read-out b { margin-left: auto; padding-left: 16px; font-variant-numeric: tabular-nums; }
        #read-out .key { width: 14px; border-top: 3px solid var(--ink); } #read-out .dashed .key { border-top-style: dotted; }
        .rate { margin-left: 8px; padding: 3px 11px; border-radius: 99px; background: var(--bad-tint); color: var(--bad); font-size: .92rem; font-weight: 620; letter-spacing: 0; white-space: nowrap; }
        .suspects { display: grid; grid-template-columns: repeat(auto-fill, minmax(186px, 1fr)); gap: 14px; margin: 20px 0 0; padding: 0; list-style: none; }
        .suspects li { display: flex; flex-direction: column; overflow: hidden; border: 1px solid var(--line); border-radius: 11px; background: var(--paper); }
        .plate { position: relative; display: grid; place-items: center; height: 136px; background: var(--plate); }
        .plate img { width: 112px; height: 112px; object-fit: contain; image-rendering: pixelated; }
        .rank, .id { position: absolute; top: 5px; color: #fffb; font-size: .76rem; font-variant-numeric: tabular-nums; } .rank { left: 9px; font-weight: 600; } .id { right: 9px; } .no-picture { color: #fffb; font-size: .85rem; }
        .suspects dl { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; margin: 0; padding: 10px 12px 4px; font-size: .92rem; line-height: 1.42; }
        .suspects dt { color: var(--soft); } .suspects dd { margin: 0; font-weight: 620; text-align: right; overflow-wrap: anywhere; }
        .wrong .given { color: var(--bad); }
        .verdict { margin: auto 0 0; padding: 4px 12px 12px; font-size: .8rem; }
        .verdict span { padding: 2px 9px; border-radius: 99px; font-weight: 620; background: var(--good-tint); color: var(--good); } .wrong .verdict span { background: var(--bad-tint); color: var(--bad); }
        details { margin-top: 18px; } details + details { margin-top: 6px; }
        summary { cursor: pointer; color: var(--accent); font-size: .92rem; font-weight: 550; }
        .figures { margin-top: 10px; font-size: .84rem; } .figures th, .figures td { padding: 3px 9px; } .figures tbody th { color: var(--soft); }
        pre { margin: 8px 0 0; padding: 13px 15px; overflow-x: auto; border-radius: 9px; background: var(--faint); font: .86rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
        .command code::before { content: "$ "; color: var(--soft); user-select: none; }
        .made { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); gap: 14px 26px; margin: 20px 0 4px; }
        .made dt { color: var(--soft); font-size: .84rem; } .made dd { margin: 0; overflow-wrap: anywhere; }
        @media (max-width: 620px) {
          main { padding: 18px 12px 48px; } section { padding: 18px 15px 20px; border-radius: 11px; margin-top: 20px; } .chart { font-size: 17px; } .chart .end { font-size: 17px; }
          .charts.small .chart, .charts.small .end { font-size: 13.5px; } .suspects { grid-template-columns: repeat(auto-fill, minmax(132px, 1fr)); gap: 10px; }
          th, td { padding-inline: 9px; }
        }
        @media print { body { background: none; } section { break-inside: avoid; box-shadow: none; } .suspects li { break-inside: avoid; } }
        """;
}
