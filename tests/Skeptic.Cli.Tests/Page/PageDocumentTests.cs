using System.Text.RegularExpressions;
using System.Xml.Linq;
using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public partial class PageDocumentTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_table_has_a_row_per_run_and_leads_where_a_run_is_best()
    {
        var body = Parse(PageDocument.Render(SomePage.Of(runs: 3)));
        var rows = Section(body, "headline").Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(["run-0", "run-1", "run-2"], rows.Select(row => row.Element("th")!.Nodes().OfType<XText>().Single().Value));
        string[] last = [.. rows.Select(row => row.Elements("td").First().Element("span")!.Value)];
        Assert.Equal(["90.00", "85.00", "80.00"], last);
        Assert.Equal([0], rows.Index().Where(row => Class(row.Item.Elements("td").First()).Contains("lead")).Select(row => row.Index));
        // Memorising less is better, and the first run memorises least; its AUROC is the worst.
        Assert.Contains("lead", Class(rows[0].Elements("td").ElementAt(3)), StringComparison.Ordinal);
        Assert.Contains("lead", Class(rows[2].Elements("td").ElementAt(4)), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_curves_for_test_and_memorised_of_all_runs_and_for_training_of_each()
    {
        var charts = Charts(Parse(PageDocument.Render(SomePage.Of(runs: 3))));
        Assert.Equal([3, 3, 2, 2, 2], charts.Select(chart => chart.Descendants(s_svg + "g").Count(group => Class(group).StartsWith("series", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_suspects_are_as_many_pictures_with_their_hits_in_the_heading()
    {
        var suspects = Section(Parse(PageDocument.Render(SomePage.Of(suspects: 20))), "suspects");
        Assert.Equal(20, suspects.Descendants("img").Count());
        Assert.EndsWith("16 of 20 are wrong", suspects.Element("h2")!.Value, StringComparison.Ordinal);
        Assert.Equal(16, suspects.Descendants("li").Count(item => Class(item) == "wrong"));
        Assert.Equal(4, suspects.Descendants("li").Count(item => Class(item) == "right"));
    }

    [Fact]
    public void Where_the_truth_is_not_known_nothing_is_said_of_it()
    {
        var body = Parse(PageDocument.Render(SomePage.Of(truthKnown: false)));
        Assert.Equal("The most suspicious labels", Section(body, "suspects").Element("h2")!.Value.Trim());
        Assert.DoesNotContain(Section(body, "suspects").Descendants("p"), p => Class(p) == "verdict");
        Assert.DoesNotContain(Charts(body), chart => chart.Element(s_svg + "title")!.Value.Contains("Memorised", StringComparison.Ordinal));
        Assert.Equal("–", Section(body, "headline").Descendants("tbody").Descendants("td").ElementAt(3).Value.Trim());
    }

    [Fact]
    public void It_says_how_it_was_made()
    {
        var made = Section(Parse(PageDocument.Render(SomePage.Of())), "made");
        Assert.Equal("skeptic demo --out 'run'", made.Descendants("code").First().Value);
        Assert.Contains("libtorch", made.Value, StringComparison.Ordinal);
        Assert.Equal("2026-03-04T05:06:07+00:00", (string?)made.Descendants("time").Single().Attribute("datetime"));
    }

    [Fact]
    public void Hostile_names_stay_text_everywhere()
    {
        var html = PageDocument.Render(SomePage.Of(name: SomePage.Hostile, className: SomePage.Hostile));
        Assert.Equal(1, OccurrencesOf("<script", html));
        var body = Parse(html);
        Assert.All(body.Descendants("img"), image => Assert.Null(image.Attribute("onerror")));
        var shown = SomePage.Hostile.Replace('\u0001', '\ufffd');
        Assert.Equal(shown, body.Descendants("dd").First(dd => Class(dd) == "given").Value);
        Assert.Contains(shown, body.Descendants("h1").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_on_it_loads_from_anywhere()
    {
        var html = PageDocument.Render(SomePage.Of());
        // The name of the SVG namespace is a name; nobody fetches it.
        Assert.DoesNotMatch(Addresses(), html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.All(Parse(html).Descendants("img"), image => Assert.StartsWith("data:image/png;base64,", (string?)image.Attribute("src"), StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", html.Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 300, 1)]
    [InlineData(8, 2, 40)]
    public void Small_and_large_pages_are_well_formed(int runs, int epochs, int suspects)
    {
        var body = Parse(PageDocument.Render(SomePage.Of(runs, epochs, suspects)));
        Assert.Equal(2 + runs, Charts(body).Count());
        var ids = body.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void A_page_without_suspects_has_no_such_section() =>
        Assert.DoesNotContain(Parse(PageDocument.Render(SomePage.Of() with { Suspects = null })).Descendants("section"), section => (string?)section.Attribute("id") == "suspects");

    [GeneratedRegex("(https?:)?//[a-z0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();

    [GeneratedRegex("<(style|script)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex StylesAndScripts();

    /// <summary>The body as XML, which HTML need not be but this is; style and script, which are not, are cut out.</summary>
    private static XElement Parse(string html) => XDocument.Parse(StylesAndScripts().Replace(html, "")).Root!.Element("body")!;

    private static IEnumerable<XElement> Charts(XElement body) => body.Descendants(s_svg + "svg");

    private static XElement Section(XElement body, string id) => body.Descendants("section").Single(section => (string?)section.Attribute("id") == id);

    private static string Class(XElement element) => (string?)element.Attribute("class") ?? "";

    private static int OccurrencesOf(string text, string html) => html.Split(text).Length - 1;
}
