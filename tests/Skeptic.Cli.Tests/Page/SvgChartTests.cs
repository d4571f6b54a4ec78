using System.Xml.Linq;
using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public class SvgChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_chart_is_valid_XML_with_a_group_a_line_and_a_label_per_series()
    {
        var svg = Parse(Chart(Series("ce", 0, 0.2, 0.5, 0.4), Series("gce", 1, 0.3, 0.6, 0.7)));
        Assert.Equal(["ce", "gce"], Groups(svg).Select(group => (string)group.Attribute("data-name")!));
        Assert.Equal(["ce", "gce"], svg.Descendants(s_svg + "text").Where(text => Class(text).StartsWith("end", StringComparison.Ordinal)).Select(text => text.Value));
        Assert.Equal(2, svg.Descendants(s_svg + "polyline").Count());
    }

    [Fact]
    public void A_line_goes_through_its_values()
    {
        var line = Parse(Chart(Series("ce", 0, 0, 1, 0.5)) with { FullRange = true }).Descendants(s_svg + "polyline").Single();
        var points = ((string)line.Attribute("points")!).Split(' ').Select(point => point.Split(',').Select(double.Parse).ToArray()).ToArray();
        Assert.Equal(3, points.Length);
        // Down the page is larger y: 0 % lies lowest, 100 % highest, 50 % halfway.
        Assert.Equal((points[0][1] + points[1][1]) / 2, points[2][1], 0.01);
        Assert.True(points[0][1] > points[1][1]);
        Assert.Equal(points[1][0] - points[0][0], points[2][0] - points[1][0], 0.011);
    }

    [Fact]
    public void Every_epoch_has_a_strip_that_reads_all_values_out()
    {
        var svg = Parse(Chart(Series("ce", 0, 0.25, 0.5), Series("gce", 1, 0.75, 1)));
        var strips = svg.Descendants(s_svg + "rect").Select(strip => strip.Element(s_svg + "title")!.Value).ToArray();
        Assert.Equal(["epoch 1\nce 25.00\u00a0%\ngce 75.00\u00a0%", "epoch 2\nce 50.00\u00a0%\ngce 100.00\u00a0%"], strips.Select(strip => strip.ReplaceLineEndings("\n")));
    }

    [Fact]
    public void A_series_that_lacks_an_epoch_reads_nothing_there()
    {
        var late = new ChartSeries("late", SeriesColour.Blue, [(2, 0.5)]);
        var svg = Parse(Chart(Series("ce", 0, 0.25, 0.5), late));
        Assert.Equal("|50.00\u00a0%", (string?)Groups(svg).Last().Attribute("data-read"));
        Assert.Single(svg.Descendants(s_svg + "polyline"));
    }

    [Fact]
    public void A_single_epoch_is_a_dot_and_no_epoch_at_all_is_still_a_chart()
    {
        Assert.Single(Parse(Chart(Series("ce", 0, 0.5))).Descendants(s_svg + "circle"));
        Assert.Empty(Parse(Chart(new ChartSeries("ce", SeriesColour.Blue, []))).Descendants(s_svg + "polyline"));
        Assert.Empty(Parse(Chart()).Descendants(s_svg + "rect"));
    }

    [Fact]
    public void A_mark_is_a_ring_that_says_why()
    {
        var marked = Series("ce", 0, 0.2, 0.5) with { Marks = [(2, "chosen"), (9, "not on the chart")] };
        Assert.Equal("chosen", Assert.Single(Parse(Chart(marked)).Descendants(s_svg + "circle"), mark => Class(mark) == "mark").Value);
    }

    [Fact]
    public void A_hostile_name_stays_text()
    {
        var svg = Parse(Chart(Series(SomePage.Hostile, 0, 0.2, 0.5)));
        Assert.Equal(SomePage.Hostile.Replace('\u0001', '\ufffd'), (string?)Groups(svg).Single().Attribute("data-name"));
        Assert.Empty(svg.Descendants("script"));
        Assert.Empty(svg.Descendants(s_svg + "script"));
    }

    [Fact]
    public void A_screen_reader_hears_where_each_line_starts_peaks_and_ends()
    {
        var said = Parse(Chart(Series("ce", 0, 0.2, 0.9, 0.5))).Element(s_svg + "desc")!.Value;
        Assert.Equal("ce: 20.00\u00a0% after epoch 1, highest 90.00\u00a0%, 50.00\u00a0% after epoch 3.", said);
    }

    private static ChartSeries Series(string name, int colour, params double[] shares) => new(name, Palette.At(colour), [.. shares.Select((share, i) => (i + 1, share))]);

    private static SvgChart Chart(params ChartSeries[] series) => new() { Id = "id", Title = "a title", Series = series };

    private static XElement Parse(SvgChart chart) => XElement.Parse(chart.Render().ToString());

    private static IEnumerable<XElement> Groups(XElement svg) => svg.Descendants(s_svg + "g").Where(group => Class(group).StartsWith("series", StringComparison.Ordinal));

    private static string Class(XElement element) => (string?)element.Attribute("class") ?? "";
}
