using Skeptic.Statistics;

namespace Skeptic.Tests;

/// <summary>Tails against their closed forms and against densities integrated by Simpson's rule.</summary>
public sealed class TailTests
{
    [Theory]
    [InlineData(0.5, 0.57236494292470008707)]
    [InlineData(1, 0)]
    [InlineData(5, 3.17805383034794561965)]
    [InlineData(0.1, 2.25271265173420595987)]
    [InlineData(100, 359.13420536957539877)]
    public void The_logarithm_of_gamma_is_right(double x, double expected) => Near.Equal(expected, IncompleteGamma.Log(x), "ln gamma", new(1e-14, 1e-14));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.31731050786291410283)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(6, 1.9731752900753962e-9)]
    public void Normal_tails_are_right(double z, double expected) => Near.Equal(expected, Tails.NormalBoth(z), "tail", new(1e-11, 0));

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(7.5)]
    [InlineData(300)]
    public void Chi_square_of_an_even_number_of_degrees_is_a_sum(double x)
    {
        Near.Equal(Math.Exp(-x / 2), Tails.ChiSquare(x, 2), "2 degrees", new(1e-12, 0));
        Near.Equal(Math.Exp(-x / 2) * (1 + x / 2 + x * x / 8), Tails.ChiSquare(x, 6), "6 degrees", new(1e-12, 0));
    }

    [Theory]
    [InlineData(3.2, 5, 0.6691829020332436)]
    [InlineData(12.5, 9, 0.1865659748584525)]
    public void Chi_square_of_an_odd_number_of_degrees_is_right(double x, int degrees, double expected) =>
        Near.Equal(expected, Tails.ChiSquare(x, degrees), "tail", new(1e-11, 0));

    [Theory]
    [InlineData(0.2, 7)]
    [InlineData(3, 10)]
    [InlineData(50, 41)]
    public void F_with_two_degrees_above_is_a_power(double f, int below) =>
        Near.Equal(Math.Pow(1 + 2 * f / below, -below / 2.0), Tails.F(f, 2, below), "tail", new(1e-12, 0));

    [Fact]
    public void F_ends_in_one_and_nought() => Assert.Equal((1, 0), (Tails.F(0, 3, 9), Tails.F(double.PositiveInfinity, 3, 9)));

    [Theory]
    [InlineData(1, 12.706204736174698)]
    [InlineData(2, 4.3026527297494639)]
    [InlineData(4, 2.7764451051977987)]
    [InlineData(9, 2.2621571627982)]
    [InlineData(29, 2.0452296421327030)]
    [InlineData(100_000, 1.9599877)]
    public void Quantiles_of_t_are_right(int degrees, double expected) =>
        Near.Equal(expected, Tails.StudentQuantile(0.05, degrees), "quantile", new(degrees > 100 ? 1e-7 : 1e-11, 0));
}
