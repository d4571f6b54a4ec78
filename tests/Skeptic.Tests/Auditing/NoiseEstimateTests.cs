using Skeptic.Auditing;
using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class NoiseEstimateTests
{
    [Fact]
    public void The_rate_of_the_noise_is_estimated_and_inside_its_interval()
    {
        var some = SomeAudits.Draw(7, 20_000, 4, 0.2, sure: 8);
        var noise = NoiseEstimate.Of(some.Audit());
        var truth = some.Labels.Zip(some.Truth, (label, true_) => label != true_ ? 1.0 : 0).Average();
        Assert.InRange(noise.Rate.Value, truth - 0.03, truth + 0.03);
        Assert.InRange(noise.Rate.Value, noise.Rate.Low, noise.Rate.High);
        Assert.All(noise.ByGiven, one => Assert.InRange(one.Value, one.Low, one.High));
        Assert.All(noise.Pairs, pair => Assert.InRange(pair.Transition.Value, pair.Transition.Low, pair.Transition.High));
        Assert.Equal(12, noise.Pairs.Count);
    }

    [Fact]
    public void Intervals_are_as_wide_as_the_normal_approximation_says()
    {
        // One given class alone would have the deviation sqrt(r (1 - r) / n) of a share.
        var audit = SomeAudits.Draw(3, 10_000, 2, 0.3).Audit(new AuditOptions { Resamples = 4000 });
        var noise = NoiseEstimate.Of(audit);
        for (var k = 0; k < 2; k++)
        {
            var (wrong, all) = ((double)audit.ConfidentJoint[k, 1 - k], (double)audit.ConfidentJoint.GivenTotal(k));
            var expected = 2 * 1.96 * Math.Sqrt(wrong / all * (1 - wrong / all) / all);
            Assert.InRange(noise.ByGiven[k].High - noise.ByGiven[k].Low, 0.93 * expected, 1.07 * expected);
        }
    }

    [Fact]
    public void Intervals_depend_on_the_seed_and_not_on_threads()
    {
        var some = SomeAudits.Draw(2, 800, 3, 0.3);
        var first = NoiseEstimate.Of(some.Audit(new AuditOptions { Threads = 1 }));
        Assert.Equal(first.Rate, NoiseEstimate.Of(some.Audit(new AuditOptions { Threads = 4 })).Rate);
        Assert.Equal(first.Pairs, NoiseEstimate.Of(some.Audit(new AuditOptions { Threads = 4 })).Pairs);
        Assert.NotEqual(first.Rate, NoiseEstimate.Of(some.Audit(new AuditOptions { Seed = 2 })).Rate);
    }

    [Fact]
    public void Wider_confidence_gives_wider_intervals_and_no_resamples_none()
    {
        var some = SomeAudits.Draw(2, 800, 3, 0.3);
        var (narrow, wide) = (NoiseEstimate.Of(some.Audit(new AuditOptions { Confidence = 0.5 })).Rate, NoiseEstimate.Of(some.Audit()).Rate);
        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
        Assert.True(double.IsNaN(NoiseEstimate.Of(some.Audit(new AuditOptions { Resamples = 0 })).Rate.Low));
    }

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(1000, 0.002)]
    [InlineData(1000, 0.4)]
    [InlineData(1_000_000, 0.9)]
    [InlineData(50_000_000, 0.000001)]
    public void Binomial_numbers_have_their_mean_and_variance(long trials, double p)
    {
        const int Draws = 40_000;
        var random = new RandomStream(5);
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => (double)random.NextBinomial(trials, p))];
        var (mean, variance) = (trials * p, trials * p * (1 - p));
        Assert.InRange(drawn.Average(), mean - 4.5 * Math.Sqrt(variance / Draws), mean + 4.5 * Math.Sqrt(variance / Draws));
        Assert.InRange(drawn.Sum(x => (x - mean) * (x - mean)) / Draws / variance, 0.96, 1.04);
        Assert.All(drawn, x => Assert.InRange(x, 0, trials));
    }

    [Fact]
    public void Binomial_numbers_by_rejection_have_their_distribution()
    {
        // 30 trials of one half, 10 or more expected: by rejection. Chi-square over 11..19 and both tails, 10 degrees of freedom.
        const int Draws = 100_000;
        var random = new RandomStream(8);
        var counts = new double[31];
        for (var i = 0; i < Draws; i++) counts[random.NextBinomial(30, 0.5)]++;
        double[] expected = [.. Enumerable.Range(0, 31).Select(k => Choose(30, k) * Math.Pow(0.5, 30) * Draws)];
        double statistic = Term(counts[..11].Sum(), expected[..11].Sum()) + Term(counts[20..].Sum(), expected[20..].Sum());
        for (var k = 11; k < 20; k++) statistic += Term(counts[k], expected[k]);
        Assert.InRange(statistic, 0, 29.6);

        static double Term(double seen, double expected) => (seen - expected) * (seen - expected) / expected;
        static double Choose(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (product, i) => product * (n - k + i) / i);
    }

    [Fact]
    public void Health_counts_what_the_joint_and_the_issues_say()
    {
        var some = SomeAudits.Draw(7, 3000, 4, 0.3);
        var audit = some.Audit();
        var health = LabelHealth.Of(audit);
        Assert.Equal(audit.IsIssue.LongCount(one => one), health.Classes.Sum(one => one.Issues));
        Assert.Equal(audit.Joint.Total - audit.Joint.Trace, health.Classes.Sum(one => one.WrongHere));
        Assert.Equal(audit.Joint.Total - audit.Joint.Trace, health.Classes.Sum(one => one.Elsewhere));
        Assert.Equal(audit.Joint.Total - audit.Joint.Trace, health.Overlaps.Sum(one => one.Count));
        Assert.Equal(health.Classes.OrderBy(one => one.Quality), health.Classes);
        Assert.Equal(6, health.Overlaps.Count);
        Assert.Equal(1, health.FixFirst[^1].Together, 1e-12);
        Assert.Equal(health.FixFirst.OrderByDescending(one => one.Issues).Select(one => one.Issues), health.FixFirst.Select(one => one.Issues));
    }
}
