using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;

namespace Skeptic.Cli.Tests.Rendering;

public sealed class TextTests
{
    [Fact]
    public void Columns_are_aligned_and_lines_end_without_blanks() => Assert.Equal(
        ["- a    22  x", "- bbb   1"],
        Columns.Align([["a", "22", "x"], ["bbb", "1", ""]], "- ", 1));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(41.2, "0:42")]
    [InlineData(151, "2:31")]
    [InlineData(3751, "1:02:31")]
    [InlineData(-5, "0:00")]
    public void Time_left_reads_as_a_clock(double seconds, string text) => Assert.Equal(text, Amounts.Clock(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(5.13, "5.1 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(151.4, "2:31")]
    public void Durations_below_a_minute_are_seconds(double seconds, string text) => Assert.Equal(text, Amounts.Seconds(seconds));

    [Theory]
    [InlineData(410e6, "410 MB")]
    [InlineData(1.26e9, "1.3 GB")]
    [InlineData(2e12, "2.0 TB")]
    [InlineData(5e3, "5 kB")]
    public void Sizes_have_decimal_units(double bytes, string text) => Assert.Equal(text, Amounts.Bytes(bytes));

    [Fact]
    public void Unknown_numbers_are_dashes()
    {
        Assert.Equal("-", Amounts.Percent(null));
        Assert.Equal("-", Amounts.Score(double.NaN));
    }

    [Fact]
    public void A_sparkline_spans_its_smallest_to_its_largest_value() => Assert.Equal("▁▅█▁", Sparkline.Of([0, 0.5, 1, 0], 10));

    [Fact]
    public void A_long_curve_shows_the_mean_of_each_stretch() => Assert.Equal("▁█", Sparkline.Of([0, 0.2, 0.8, 1], 2));

    [Fact]
    public void A_flat_curve_lies_on_the_floor() => Assert.Equal("▁▁▁", Sparkline.Of([0.5, 0.5, 0.5], 10));

    [Fact]
    public void A_number_that_is_none_leaves_a_gap()
    {
        Assert.Equal("▁ █", Sparkline.Of([0, double.NaN, 1], 10));
        Assert.Equal("", Sparkline.Of([], 10));
    }

    [Theory]
    [InlineData("a b's", "'a b'\\''s'")]
    [InlineData("", "''")]
    [InlineData("symmetric:0.4", "symmetric:0.4")]
    [InlineData("--set=method.aux.lambda=8", "--set=method.aux.lambda=8")]
    [InlineData("$HOME", "'$HOME'")]
    public void Words_are_quoted_where_a_shell_would_read_them_otherwise(string word, string quoted) => Assert.Equal(quoted, ShellWords.Join(word));
}
