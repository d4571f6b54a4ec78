using Skeptic.Randomness;
using Skeptic.Statistics;

namespace Skeptic.Tests;

public sealed class GaussianMixtureTests
{
    [Fact]
    public void Two_groups_far_apart_are_told_apart()
    {
        double[] values = [0.1, 0.11, 0.12, 0.09, 0.8, 0.81];
        var mixture = GaussianMixture.Fit(values);
        Assert.Equal((0.105, 0.805), (mixture.Low.Mean, mixture.High.Mean), Close);
        Assert.Equal(4 / 6.0, mixture.Low.Weight, 1e-6);
        Assert.True(mixture.Converged);
        Assert.InRange(mixture.PosteriorOfLow(0.1), 0.999999, 1);
        Assert.InRange(mixture.PosteriorOfLow(0.8), 0, 1e-6);
    }

    [Fact]
    public void Components_of_drawn_numbers_are_found_again()
    {
        var draws = new RandomStream(5);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => (i % 4 == 0 ? 0.7 : 0.2) + (i % 4 == 0 ? 0.1 : 0.05) * Normal(draws))];
        var mixture = GaussianMixture.Fit(values, new MixtureOptions(Iterations: 200, Tolerance: 1e-9, Regularisation: 0));
        Assert.InRange(mixture.Low.Mean, 0.197, 0.203);
        Assert.InRange(mixture.High.Mean, 0.69, 0.71);
        Assert.InRange(Math.Sqrt(mixture.Low.Variance), 0.048, 0.052);
        Assert.InRange(Math.Sqrt(mixture.High.Variance), 0.095, 0.105);
        Assert.InRange(mixture.High.Weight, 0.24, 0.26);
    }

    [Fact]
    public void The_order_of_the_numbers_does_not_matter_and_nothing_is_random()
    {
        double[] values = [.. Enumerable.Range(0, 500).Select(i => (double)((i * 37) % 500) / 500 * ((i * 37) % 500) / 500)];
        var (a, b) = (GaussianMixture.Fit(values), GaussianMixture.Fit(values));
        Assert.Equal(a.Low, b.Low);
        Array.Reverse(values);
        Assert.Equal(a.Low.Mean, GaussianMixture.Fit(values).Low.Mean, 1e-9);
    }

    [Theory]
    [InlineData(new[] { 0.5, 0.5, 0.5 }, "all 3 are 0.5")]
    [InlineData(new[] { 0.5 }, "at least two numbers")]
    [InlineData(new[] { 0.5, double.NaN }, "finite")]
    public void Numbers_without_two_components_are_refused(double[] values, string because) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(() => GaussianMixture.Fit(values)).Message);

    private static readonly IEqualityComparer<(double, double)> Close =
        EqualityComparer<(double, double)>.Create((a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-6, pair => 0);

    private static double Normal(RandomStream draws)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += draws.NextDouble();
        return sum;
    }
}
