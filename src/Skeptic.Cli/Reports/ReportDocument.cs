using System.Security.Cryptography;
using System.Text;
using Skeptic.Cli.Page;
using Skeptic.Experiments;

namespace Skeptic.Cli.Reports;

/// <summary>
/// A report as one file. Tables are markup, figures JSON that the embedded script draws. Its own content security policy forbids every
/// request and every script but that one.
/// </summary>
internal static class ReportDocument
{
    public static string Render(ReportModel model, WebBundle bundle)
    {
        var plots = model.Figures;
        int Figure(Plot plot) => plots.Index().First(one => ReferenceEquals(one.Item, plot)).Index;
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="{Policy(bundle.Script)}"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="generator" content="skeptic"/>
            <title>{model.Title} · Skeptic</title>
            <style>{Html.Verbatim(bundle.Style)}{Inks}</style>
            </head>
            <body>
            <main>
            <header>
            <p class="top"><span>Skeptic</span><button type="button" class="theme" hidden="hidden"></button></p>
            <h1>{model.Title}</h1>
            <ul class="facts">{Html.Each(model.Facts, fact => Html.Of($"<li><span>{fact.Name}</span> {fact.Value}</li>"))}</ul>
            {Failures(model.Runs)}
            </header>
            {Html.Each(model.Experiments, experiment => ExperimentSection.Render(experiment, model.Experiments.Count == 1, Figure))}
            {(model.IsOfOneRun ? RunSection.Render(model.Runs[0].Record!) : RunsSection.Render(model.Runs, isFolded: model.Experiments.Count > 0))}
            {FigureSection.Render(model.Curves, Figure)}
            {MadeSection.Render(model)}
            </main>
            <script type="application/json" id="figures">{Html.Verbatim(FigureJson.Text(plots))}</script>
            <script>{Html.Verbatim(bundle.Script)}</script>
            </body>
            </html>

            """).ToString();
    }

    private static string Policy(string script) =>
        $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    /// <summary>The colours of lines by their number, for light and dark paper.</summary>
    private static Html Inks
    {
        get
        {
            static string Shades(Func<SeriesColour, string> shade) => string.Concat(Palette.All.Index().Select(colour => $"--ink-{colour.Index}:{shade(colour.Item)};"));
            var dark = Shades(Palette.Dark);
            return Html.Verbatim($":root{{{Shades(Palette.Light)}}}@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}:root[data-theme=dark]{{{dark}}}");
        }
    }

    private static Html Failures(IReadOnlyList<RunPlace> runs)
    {
        var failed = runs.Where(run => run.Failure is not null).ToList();
        return Html.When(failed.Count > 0, () => Html.Of($"""
            <div class="failures"><h2>{(failed.Count == 1 ? "One run has failed" : $"{failed.Count} runs have failed")}</h2>
            <ul>{Html.Each(failed, run => Html.Of($"<li><b>{run.Name}</b>: {run.Failure!.Message}</li>"))}</ul></div>
            """));
    }
}
