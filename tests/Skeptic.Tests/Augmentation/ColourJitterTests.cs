using Skeptic.Augmentation;
using Skeptic.Torch;

namespace Skeptic.Tests;

public sealed class ColourJitterTests
{
    private static readonly float[] s_colour = [200, 10, 90, 40, 30, 90];

    [Fact]
    public void Strengths_of_zero_leave_an_image_as_it_is() =>
        Assert.Equal(s_colour, Picture.Apply(new ColourJitter(0, 0, 0, 0), s_colour, 3, 1, 2)[0]);

    [Fact]
    public void Brightness_factors_are_uniform()
    {
        var pixels = Picture.Apply(new ColourJitter(0.5, 0, 0, 0), [100], 1, 1, 1, copies: 1000).Select(view => (double)view[0]).ToList();
        Assert.InRange(pixels.Min(), 50, 52);
        Assert.InRange(pixels.Max(), 147, 150);
        // Deviation 28.9, of the mean 0.9; rounding down takes half a level.
        Assert.InRange(pixels.Average(), 96, 103);
    }

    [Theory]
    [InlineData(0, new float[] { 200, 40, 10 })]
    [InlineData(1.0 / 3, new float[] { 10, 200, 40 })]
    [InlineData(-1.0 / 3, new float[] { 40, 10, 200 })]
    [InlineData(0.5, new float[] { 10, 170, 200 })]
    public void Turning_the_hue_by_a_third_of_the_circle_moves_the_channels_on(double turns, float[] expected)
    {
        using var scope = Scope.Open();
        var image = Tensor.From(new float[] { 200, 40, 10 }).Reshape(1, 3, 1, 1);
        Assert.Equal(expected, Hue.Turn(image, Operation.PerImage([turns], Device.Cpu)).ToArray<float>());
    }

    [Fact]
    public void Orders_differ_between_images()
    {
        // Brightness 2 after contrast 0 is not contrast 0 after brightness 2 where something saturates; many different results show up.
        var views = Picture.Apply(new ColourJitter(0.4, 0.4, 0.4, 0.2), s_colour, 3, 1, 2, copies: 100);
        Assert.True(views.Select(view => string.Join(' ', view)).Distinct().Count() > 95);
        Assert.All(views.SelectMany(view => view), pixel => Assert.True(pixel is >= 0 and <= 255 && pixel == MathF.Floor(pixel)));
    }
}
