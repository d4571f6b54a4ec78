using System.Text.RegularExpressions;
using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public partial class BrowserTests
{
    [ChromiumFact]
    public void The_page_opens_without_a_word_on_the_console_and_its_script_runs()
    {
        var (dom, console) = Chromium.Open(PageDocument.Render(SomePage.Of(name: SomePage.Hostile, className: SomePage.Hostile)));
        Assert.Empty(console);
        Assert.Contains("data-ready=\"true\"", dom, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void A_request_would_be_refused_and_heard_of()
    {
        var html = PageDocument.Render(SomePage.Of()).Replace("</main>", "<img src=\"http://127.0.0.1:9/x.png\"/></main>", StringComparison.Ordinal);
        var (_, console) = Chromium.Open(html);
        Assert.Contains(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public void A_strange_script_would_not_run()
    {
        var html = PageDocument.Render(SomePage.Of()).Replace("</main>", "<script>document.title = 'taken'</script></main>", StringComparison.Ordinal);
        var (dom, console) = Chromium.Open(html);
        Assert.DoesNotContain("<title>taken</title>", dom, StringComparison.Ordinal);
        Assert.NotEmpty(console);
    }

    [ChromiumFact]
    public void A_pointer_over_a_chart_reads_the_values_out()
    {
        var dom = After("document.querySelectorAll('#test-title')[0].parentNode.querySelectorAll('.strips rect')[1].dispatchEvent(new PointerEvent('pointermove', { clientX: 99, clientY: 99 }));");
        var box = ReadOut().Match(dom).Value;
        Assert.Contains("epoch 2", box, StringComparison.Ordinal);
        Assert.Contains("run-1", box, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden=", box, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void A_click_on_a_heading_sorts_the_table_by_its_column()
    {
        Assert.Equal(["run-2", "run-1", "run-0"], Order(After("document.querySelectorAll('#headline thead button')[5].click();")));
        Assert.Equal(["run-0", "run-1", "run-2"], Order(After("for (const _ of [1, 2]) document.querySelectorAll('#headline thead button')[5].click();")));
    }

    /// <summary>The document after a script more has run, for which its policy is taken away.</summary>
    private static string After(string script)
    {
        var html = Policy().Replace(PageDocument.Render(SomePage.Of(runs: 3)), "");
        return Chromium.Open(html.Replace("</body>", $"<script>{script}</script></body>", StringComparison.Ordinal)).Dom;
    }

    private static IEnumerable<string> Order(string dom) => RowHeads().Matches(dom[..dom.IndexOf("id=\"curves\"", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);

    [GeneratedRegex("<meta http-equiv[^>]*>")]
    private static partial Regex Policy();

    [GeneratedRegex("<div id=\"read-out\".*?<script>", RegexOptions.Singleline)]
    private static partial Regex ReadOut();

    [GeneratedRegex("<th scope=\"row\"><span class=\"swatch\"></span>([^<]*)")]
    private static partial Regex RowHeads();
}
