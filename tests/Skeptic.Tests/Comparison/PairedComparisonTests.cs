using Skeptic.Comparison;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class PairedComparisonTests
{
    [Theory]
    // scipy.stats.binomtest(min, n, 0.5).pvalue
    [InlineData(0, 0, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(12, 5, 0.143463134765625)]
    [InlineData(0, 20, 1.9073486328125e-06)]
    [InlineData(480, 520, 0.21744829320414094)]
    public void The_sign_test_is_exact(int one, int other, double p) => Assert.Equal(p, SignTest.TwoSided(one, other), 1e-12);

    [Fact]
    public void Accuracies_counts_and_classes_are_those_of_the_samples()
    {
        bool[] before = [true, true, false, false, true, false], after = [true, false, true, true, true, false];
        var result = PairedComparison.Of([before], [after], [0, 0, 0, 1, 1, 1], ["cat", "dog", "never"]);
        Assert.Equal((6, 3d / 6, 4d / 6, 2, 1, 1d), (result.Overall.Samples, result.Overall.Before, result.Overall.After, result.Overall.Better, result.Overall.Worse, result.Overall.P));
        Assert.Equal(["cat", "dog"], result.Classes.Select(change => change.Name));
        Assert.Equal((3, 1d / 3, 2d / 3, 1, 0), (result.Classes[1].Samples, result.Classes[1].Before, result.Classes[1].After, result.Classes[1].Better, result.Classes[1].Worse));
        Assert.InRange(result.Overall.Difference, result.Overall.Low, result.Overall.High);
    }

    [Fact]
    public void Classifiers_that_are_right_on_the_same_samples_differ_by_nothing_at_all()
    {
        var right = Answers(1, 300, 0.8);
        var overall = PairedComparison.Of([right], [right], new int[300], ["a"]).Overall;
        Assert.Equal((0d, 0d, 0d, 1d), (overall.Difference, overall.Low, overall.High, overall.P));
    }

    [Fact]
    public void The_interval_has_the_width_of_the_normal_approximation()
    {
        var (before, after) = (Answers(1, 4000, 0.8), Answers(2, 4000, 0.83));
        var overall = PairedComparison.Of([before], [after], new int[4000], ["a"]).Overall;
        var error = Math.Sqrt((0.8 * 0.2 + 0.83 * 0.17) / 4000);
        Assert.Equal(2 * 1.96 * error, overall.High - overall.Low, 0.1 * 2 * 1.96 * error);
        Assert.InRange(0.03, overall.Low, overall.High);
    }

    [Fact]
    public void Ninety_five_percent_of_the_intervals_hold_the_truth()
    {
        var held = 0;
        for (var i = 0; i < 200; i++)
        {
            var overall = PairedComparison.Of([Answers(3 * i, 150, 0.7)], [Answers(3 * i + 1, 150, 0.75)], new int[150], ["a"], new() { Resamples = 400 }).Overall;
            if (overall.Low <= 0.05 && 0.05 <= overall.High) held++;
        }

        Assert.InRange(held, 178, 199);
    }

    [Fact]
    public void Several_runs_of_a_side_widen_the_interval_where_they_differ()
    {
        var (good, poor, other) = (Answers(1, 2000, 0.95), Answers(2, 2000, 0.75), Answers(3, 2000, 0.85));
        var several = PairedComparison.Of([other], [good, poor], new int[2000], ["a"]).Overall;
        var single = PairedComparison.Of([other], [Answers(4, 2000, 0.85)], new int[2000], ["a"]).Overall;
        Assert.True(several.High - several.Low > 3 * (single.High - single.Low), $"{several} {single}");
        Assert.Equal((good.Count(right => right) + poor.Count(right => right)) / 4000d, several.After, 1e-12);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedComparison.Of([[true]], [[true, false]], [0], ["a"]));
        Assert.Throws<ArgumentException>(() => PairedComparison.Of([], [[true]], [0], ["a"]));
        Assert.Contains("resamples is 10", Assert.Throws<SettingsException>(() => PairedComparison.Of([[true]], [[true]], [0], ["a"], new() { Resamples = 10 })).Message);
    }

    private static bool[] Answers(int seed, int count, double accuracy)
    {
        var random = RandomStream.Derive((ulong)seed, "answers");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < accuracy)];
    }
}
