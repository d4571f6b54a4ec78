using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class GammaTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(32)]
    public void Gamma_numbers_have_the_mean_and_variance_of_their_shape(double shape)
    {
        var (mean, variance, skew) = Moments(stream => stream.NextGamma(shape));
        // Four standard errors: sqrt(k / n) of the mean, about sqrt((2 + 6 / k) / n) k of the variance.
        Near.Equal(shape, mean, "mean", new Tolerance(0, 4 * Math.Sqrt(shape / Draws)));
        Near.Equal(shape, variance, "variance", new Tolerance(4 * Math.Sqrt((2 + 6 / shape) / Draws), 0));
        Near.Equal(2 / Math.Sqrt(shape), skew, "skewness", new Tolerance(0.15, 0.02));
    }

    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(2, 5)]
    [InlineData(0.5, 3)]
    public void Beta_numbers_have_the_mean_and_variance_of_their_shapes(double a, double b)
    {
        var (mean, variance, _) = Moments(stream => stream.NextBeta(a, b));
        var expected = a * b / ((a + b) * (a + b) * (a + b + 1));
        Near.Equal(a / (a + b), mean, "mean", new Tolerance(0, 4 * Math.Sqrt(expected / Draws)));
        Near.Equal(expected, variance, "variance", new Tolerance(0.02, 0));
    }

    [Fact]
    public void Beta_of_one_and_one_is_uniform()
    {
        var stream = new RandomStream(3);
        var tenths = new int[10];
        for (var i = 0; i < Draws; i++) tenths[(int)(10 * stream.NextBeta(1, 1))]++;
        Assert.All(tenths, count => Assert.InRange(count, Draws / 10 - 600, Draws / 10 + 600));
    }

    [Fact]
    public void Tiny_shapes_give_zeros_and_ones_and_never_nonsense()
    {
        var stream = new RandomStream(4);
        double[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => stream.NextBeta(1e-4, 1e-4))];
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
        Assert.InRange(draws.Count(draw => draw > 0.5), 4_700, 5_300);
        Assert.InRange(draws.Count(draw => draw is > 0.01 and < 0.99), 0, 30);
    }

    [Fact]
    public void Exponential_agrees_with_the_systems()
    {
        for (var x = -700.0; x <= 700; x += 0.137) Near.Equal(Math.Exp(x), PortableMath.Exp(x), $"e^{x}", new Tolerance(4e-15, 0));
        Assert.Equal((1, 0), (PortableMath.Exp(0), PortableMath.Exp(-701)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_shape_of_zero_or_less_is_refused(double shape) => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).NextGamma(shape));

    private static (double Mean, double Variance, double Skew) Moments(Func<RandomStream, double> draw)
    {
        var stream = new RandomStream(7);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => draw(stream))];
        var mean = draws.Average();
        var variance = draws.Average(x => (x - mean) * (x - mean));
        return (mean, variance, draws.Average(x => Math.Pow(x - mean, 3)) / Math.Pow(variance, 1.5));
    }
}
