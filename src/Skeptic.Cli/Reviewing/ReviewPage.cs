using Skeptic.Cli.Page;

namespace Skeptic.Cli.Reviewing;

/// <summary>The page before its script has run.</summary>
internal static class ReviewPage
{
    public static string Render(string title) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{title} · review · Skeptic</title>
        <link rel="stylesheet" href="/review.css"/>
        <link rel="icon" href="data:,"/>
        </head>
        <body>
        <div id="app"><noscript>This page needs its script.</noscript></div>
        <script src="/review.js"></script>
        </body>
        </html>

        """).ToString();
}
