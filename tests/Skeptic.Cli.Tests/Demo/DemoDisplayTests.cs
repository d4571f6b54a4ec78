using Skeptic.Cli.Demo;
using Skeptic.Cli.Tests.Page;
using Skeptic.Training;
using Spectre.Console;

namespace Skeptic.Cli.Tests.Demo;

public class DemoDisplayTests
{
    private readonly SetClock _clock = new();
    private readonly IReadOnlyList<DemoPart> _parts = MadeUpRuns.Parts();

    [Theory]
    [InlineData(50)]
    [InlineData(80)]
    [InlineData(160)]
    public void The_picture_fits_its_width(int width)
    {
        var picture = Half();
        picture.Ended(MadeUpRuns.Of(_parts[2]));
        Assert.All(picture.Lines(width), line => Assert.InRange(Markup.Remove(line).Length, 0, width));
    }

    [Fact]
    public void Each_run_has_a_bar_and_a_curve_and_those_not_begun_wait()
    {
        string[] lines = [.. Half().Lines(100).Select(Markup.Remove)];
        Assert.Equal(7, lines.Length);
        Assert.Contains("0:02, 0:10 left", lines[0], StringComparison.Ordinal);
        Assert.Contains("epoch 2/4  4,000 images/s  0:02 left", lines[1], StringComparison.Ordinal);
        Assert.Contains("▁█  test 80.00 %   memorised 10.00 %", lines[2], StringComparison.Ordinal);
        Assert.Contains("waiting", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_finished_before_is_full_at_once_and_costs_no_time()
    {
        var picture = new DemoPicture(_parts, _clock);
        foreach (var part in _parts) picture.Ended(MadeUpRuns.Of(part, wasThere: true));
        string[] lines = [.. picture.Lines(100).Select(Markup.Remove)];
        Assert.DoesNotContain("left", lines[0], StringComparison.Ordinal);
        Assert.All([lines[1], lines[3], lines[5]], line => Assert.EndsWith("━ was finished before", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Curves_share_their_scale()
    {
        Assert.Equal("▁▅█", AccuracyCurve.Of([0, 0.5, 1], 0, 1, 10));
        Assert.Equal("▅▅", AccuracyCurve.Of([0.5, 0.5], 0, 1, 10));
        Assert.Equal("▁█", AccuracyCurve.Of([-1, 2], 0, 1, 10));
        Assert.Equal("", AccuracyCurve.Of([], 0, 1, 10));
        Assert.Equal("", AccuracyCurve.Of([1], 0, 1, 0));
    }

    [Fact]
    public void A_long_curve_is_thinned_and_ends_with_the_last_value() =>
        Assert.Equal("▃▅▆█", AccuracyCurve.Of([.. Enumerable.Range(1, 100).Select(i => i / 100.0)], 0, 1, 4));

    [Fact]
    public void Plain_lines_come_every_few_seconds_and_not_every_epoch()
    {
        var error = new StringWriter();
        var display = new PlainDemoDisplay(new Terminal(TextWriter.Null, error), _clock);
        var lane = display.For(_parts[0]);
        lane.Report(new RunStarted(MadeUpRuns.Of(_parts[0]).Facts, ResumedAt: (0, 7)));
        foreach (var epoch in new[] { 1, 2, 3 })
        {
            _clock.Elapsed += TimeSpan.FromSeconds(3);
            lane.Report(new EpochDone(SomePage.Epoch(epoch, 0.8)));
        }
        display.Ended(MadeUpRuns.Of(_parts[0]));
        Assert.Equal(
            """
            ce: goes on after 0 of 4 epochs and 7 steps
            ce: epoch 2/4, test 80.00 %, memorised 10.00 %, 4,000 images/s, 0:06 left
            ce: done in 12.5 s, test 90.00 %, memorised 10.00 %

            """, error.ToString());
    }

    /// <summary>The first run is half done after two seconds, the others wait.</summary>
    private DemoPicture Half()
    {
        var picture = new DemoPicture(_parts, _clock);
        picture.Report(_parts[0], new RunStarted(MadeUpRuns.Of(_parts[0]).Facts, null));
        picture.Report(_parts[0], new RunProgress(1, 4, 0, 9, 0, 4000));
        _clock.Elapsed = TimeSpan.FromSeconds(2);
        picture.Report(_parts[0], new RunProgress(2, 4, 9, 9, 0.5, 4000));
        picture.Report(_parts[0], new EpochDone(SomePage.Epoch(1, 0.5)));
        picture.Report(_parts[0], new EpochDone(SomePage.Epoch(2, 0.8)));
        return picture;
    }
}
