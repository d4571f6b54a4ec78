using FsCheck;
using FsCheck.Fluent;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class HolmTests
{
    [Fact]
    public void Four_tests_are_adjusted_in_their_order()
    {
        // Sorted 0.005 x 4, 0.01 x 3, 0.03 x 2, 0.04 x 1, which may not fall below 0.06.
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);
        Near.Equal([0.03, 0.06, 0.06, 0.02], adjusted, "p", Tolerance.Formula);
    }

    [Fact]
    public void Adjusted_values_end_at_one() => Assert.Equal([1, 1, 0], Holm.Adjust([0.6, 0.9, 0]));

    [Fact]
    public void One_test_stays_and_none_stay_none()
    {
        Assert.Equal([0.04], Holm.Adjust([0.04]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double p) => Assert.Contains("[0,1]", Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, p])).Message);

    [Fact]
    public void Adjusted_values_are_probabilities_never_below_the_raw_and_in_their_order() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1000).Select(i => i / 1000.0).ListOf()), list =>
        {
            double[] p = [.. list];
            var adjusted = Holm.Adjust(p);
            double[] byRaw = [.. adjusted.Zip(p).OrderBy(pair => pair.Second).Select(pair => pair.First)];
            return adjusted.All(q => q is >= 0 and <= 1) && adjusted.Zip(p).All(pair => pair.First >= pair.Second) && byRaw.SequenceEqual(byRaw.Order());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(17, 19));
}
