using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Cli.Page;

/// <summary>
/// The whole page as one file: styles, script and pictures inside. Its own content security policy forbids every request and
/// every script but the one written here, so it stays what it is wherever it is opened from.
/// </summary>
public static class PageDocument
{
    public static string Render(PageModel model) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="{Policy}"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="skeptic"/>
        <title>{model.Title} · Skeptic</title>
        <style>{PageStyle.Sheet}</style>
        </head>
        <body>
        <main>
        {Head(model)}
        {HeadlineTable.Render(model.Runs)}
        {CurveSection.Render(model.Runs)}
        {(model.Suspects is { } suspects ? SuspectGrid.Render(suspects) : Html.Empty)}
        {ProvenanceSection.Render(model.Made)}
        </main>
        <div id="read-out" role="status" hidden="hidden"></div>
        <script>{PageScript.Source}</script>
        </body>
        </html>

        """).ToString();

    private static string Policy =>
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        + $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageScript.Source.ToString())))}'";

    private static Html Head(PageModel model) => Html.Of($"""
        <header>
        <p class="brand">{Mark}<span>Skeptic</span></p>
        <h1>{model.Title}</h1>
        <ul class="facts">{Html.Each(model.Facts, fact => Html.Of($"<li><span>{fact.Name}</span> {fact.Value}</li>"))}</ul>
        {Html.When(model.Findings.Count > 0, () => Html.Of($"""<div class="findings">{Html.Each(model.Findings, finding => Html.Of($"<p>{finding}</p>"))}</div>"""))}
        </header>
        """);

    /// <summary>A label on a string, in doubt.</summary>
    private static Html Mark => Html.Verbatim("""
        <svg class="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><path class="tag" d="M4 9a5 5 0 0 1 5-5h8.5a4 4 0 0 1 2.8 1.2l7.5 7.5a4 4 0 0 1 0 5.6l-9.5 9.5a4 4 0 0 1-5.6 0l-7.5-7.5A4 4 0 0 1 4 17.500z"/><circle class="hole" cx="9.600" cy="9.600" r="1.900"/><path class="query" d="M13.300 14.200c.3-2 1.800-3 3.600-3 2 0 3.600 1.200 3.600 3.100 0 2.600-3.300 2.700-3.300 5.100"/><circle class="dot" cx="17.200" cy="22.600" r="1.400"/></svg>
        """);
}
