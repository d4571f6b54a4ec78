using Skeptic.Cli.Rendering;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Rendering;

public sealed class PaceTests
{
    private readonly StoppedClock _clock = new();

    [Fact]
    public void Half_a_run_in_a_minute_leaves_a_minute()
    {
        var pace = new Pace(4, _clock);
        pace.Report(new RunStarted(MadeUp.Facts, null));
        Assert.Null(pace.Left);
        _clock.Pass(TimeSpan.FromMinutes(1));
        pace.Report(new EpochDone(MadeUp.Epoch(2)));
        Assert.Equal(TimeSpan.FromMinutes(1), pace.Left);
        Assert.Equal(0.5, pace.Fraction);
    }

    [Fact]
    public void Epochs_of_an_earlier_session_count_as_done_but_not_as_fast()
    {
        var pace = new Pace(4, _clock);
        pace.Report(new RunStarted(MadeUp.Facts, (2, 0)));
        Assert.Equal(0.5, pace.Fraction);
        _clock.Pass(TimeSpan.FromMinutes(1));
        pace.Report(new EpochDone(MadeUp.Epoch(3)));
        Assert.Equal(TimeSpan.FromMinutes(1), pace.Left);
    }

    [Fact]
    public void A_run_taken_up_in_the_middle_of_an_epoch_is_judged_from_there()
    {
        var pace = new Pace(4, _clock);
        pace.Report(new RunStarted(MadeUp.Facts, (2, 90)));
        _clock.Pass(TimeSpan.FromSeconds(1));
        pace.Report(new RunProgress(3, 4, 91, 100, 0.725, 100));
        Assert.Null(pace.Left);
        _clock.Pass(TimeSpan.FromSeconds(10));
        pace.Report(new EpochDone(MadeUp.Epoch(3)));
        Assert.Equal(100, pace.Left!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public void Nothing_is_left_at_the_end()
    {
        var pace = new Pace(4, _clock);
        pace.Report(new RunStarted(MadeUp.Facts, null));
        _clock.Pass(TimeSpan.FromMinutes(1));
        pace.Report(new EpochDone(MadeUp.Epoch(4)));
        Assert.Equal(TimeSpan.Zero, pace.Left);
    }
}
