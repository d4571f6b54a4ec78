using FsCheck;
using FsCheck.Fluent;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class SummaryTests
{
    [Fact]
    public void Five_numbers_are_summed_up()
    {
        var summary = Summary.Of([90.0, 91, 92, 93, 94]);
        Assert.Equal((5, 92, 90, 94), (summary.Count, summary.Mean, summary.Minimum, summary.Maximum));
        Assert.Equal(Math.Sqrt(2.5), summary.StandardDeviation!.Value, 1e-14);
        // 2.7764451 sqrt(2.5 / 5).
        Assert.Equal(1.9632432, summary.HalfWidth!.Value, 1e-7);
    }

    [Fact]
    public void Of_two_numbers_the_interval_is_wide() =>
        // (1 / sqrt 2) 12.7062047 / sqrt 2.
        Assert.Equal(6.3531024, Summary.Of([1.0, 2.0]).HalfWidth!.Value, 1e-7);

    [Fact]
    public void One_number_has_no_deviation_and_no_interval() => Assert.Equal(new Summary(1, 0.7, null, 0.7, 0.7, null), Summary.Of([0.7]));

    [Fact]
    public void Equal_numbers_do_not_deviate_by_a_rounding_error() => Assert.Equal(new Summary(3, 0.1, 0, 0.1, 0.1, 0), Summary.Of([0.1, 0.1, 0.1]));

    [Fact]
    public void Numbers_that_cannot_be_summed_up_are_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Summary.Of([])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Summary.Of([1, double.NaN])).Message);
    }

    [Fact]
    public void The_mean_lies_between_the_ends_and_the_order_does_not_matter() =>
        Prop.ForAll(Arb.From(Gen.Choose(-1000, 1000).Select(i => i / 7.0).NonEmptyListOf()), values =>
        {
            double[] numbers = [.. values];
            var summary = Summary.Of(numbers);
            Array.Reverse(numbers);
            return summary.Mean >= summary.Minimum && summary.Mean <= summary.Maximum && Math.Abs(Summary.Of(numbers).Mean - summary.Mean) < 1e-9;
        }).Check(Config.QuickThrowOnFailure.WithReplay(3, 5));
}
