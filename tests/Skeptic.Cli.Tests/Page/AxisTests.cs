using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public class AxisTests
{
    [Theory]
    [InlineData(0.17, 0.2)]
    [InlineData(0.2, 0.2)]
    [InlineData(0.21, 0.25)]
    [InlineData(0.3, 0.5)]
    [InlineData(7, 10)]
    [InlineData(1100, 2000)]
    public void Steps_are_1_2_2_5_or_5_times_a_power_of_ten(double rough, double expected) => Assert.Equal(expected, Axis.NiceStep(rough), 1e-12);

    [Fact]
    public void A_round_axis_holds_all_values_between_its_first_and_last_tick()
    {
        var axis = Axis.Round([0.33, 0.97], from: 200, to: 0);
        Assert.Equal((0.2, 1.0), (axis.Ticks[0], axis.Ticks[^1]));
        Assert.Equal((200, 0), (axis.At(axis.Low), axis.At(axis.High)));
        Assert.InRange(axis.At(0.33), axis.At(0.97), 200);
    }

    [Fact]
    public void Shares_from_0_to_1_tick_every_20_percent() =>
        Assert.Equal([0, 20, 40, 60, 80, 100], Axis.Round([0, 1], 100, 0).Ticks.Select(tick => Math.Round(tick * 100, 9)));

    [Fact]
    public void Epochs_tick_at_the_first_the_last_and_round_ones_between() =>
        Assert.Equal([1, 5, 10, 15, 20, 25], Axis.Whole([.. Enumerable.Range(1, 25).Select(i => (double)i)], 0, 400, ticks: 6).Ticks);

    [Fact]
    public void No_two_epoch_ticks_crowd_each_other() =>
        Assert.Equal([1, 5, 10, 15, 21], Axis.Whole([.. Enumerable.Range(1, 21).Select(i => (double)i)], 0, 400, ticks: 8).Ticks);

    [Fact]
    public void A_single_epoch_has_a_single_tick_in_the_middle()
    {
        var axis = Axis.Whole([3], 0, 100);
        Assert.Equal([3], axis.Ticks);
        Assert.Equal(50, axis.At(3));
    }

    [Fact]
    public void Equal_values_and_none_at_all_still_make_an_axis()
    {
        Assert.All([Axis.Round([0.4, 0.4], 100, 0), Axis.Round([], 100, 0), Axis.Whole([], 0, 100)], axis =>
        {
            Assert.True(axis.High > axis.Low);
            Assert.True(double.IsFinite(axis.At(0.4)));
        });
    }

    [Fact]
    public void Labels_keep_their_distance_and_their_order()
    {
        var places = EndLabels.Spread([50, 52, 51, 90], gap: 10, low: 0, high: 100);
        Assert.Equal([0, 2, 1, 3], Enumerable.Range(0, 4).OrderBy(i => places[i]));
        var sorted = places.Order().ToArray();
        Assert.All(sorted.Skip(1).Zip(sorted), pair => Assert.True(pair.First - pair.Second >= 9.9));
        Assert.All(places, place => Assert.InRange(place, -0.1, 100.1));
    }

    [Fact]
    public void Labels_that_are_apart_stay_where_they_are() => Assert.Equal([10, 40, 80], EndLabels.Spread([10, 40, 80], 10, 0, 100));
}
