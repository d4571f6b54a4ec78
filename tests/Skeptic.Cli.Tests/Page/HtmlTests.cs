using System.Xml.Linq;
using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public class HtmlTests
{
    [Fact]
    public void Text_in_a_hole_is_escaped()
    {
        var name = "<b>\"it's\" & more</b>";
        Assert.Equal("<td title=\"&lt;b&gt;&quot;it&#39;s&quot; &amp; more&lt;/b&gt;\">", Html.Of($"<td title=\"{name}\">").ToString());
    }

    [Fact]
    public void Markup_in_a_hole_is_not_escaped_twice() =>
        Assert.Equal("<p><b>a &lt; b</b></p>", Html.Of($"<p>{Html.Of($"<b>{"a < b"}</b>")}</p>").ToString());

    [Theory]
    [InlineData("\0", "\ufffd")]
    [InlineData("\u001b[2J", "\ufffd[2J")]
    [InlineData("\uffff", "\ufffd")]
    [InlineData("a\tb\nc", "a\tb\nc")]
    [InlineData("Ω 😀", "Ω 😀")]
    public void What_XML_cannot_hold_is_replaced(string text, string expected)
    {
        Assert.Equal(expected, Html.Escape(text));
        Assert.Equal(expected, XElement.Parse(Html.Of($"<a>{text}</a>").ToString()).Value);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("a\ufffdb", Html.Escape("a\ud800b"));

    [Fact]
    public void Coordinates_have_two_decimals_at_most() => Assert.Equal("x=0.33 y=2", Html.Of($"x={1 / 3.0} y={2.0}").ToString());
}
