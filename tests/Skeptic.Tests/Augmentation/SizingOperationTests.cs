using Skeptic.Augmentation;
using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Tests;

/// <summary>Resizing, centre crops and random resized crops by hand.</summary>
public sealed class SizingOperationTests
{
    [Fact]
    public void Enlarging_interpolates_between_pixel_centres()
    {
        Assert.Equal([0f, 25, 75, 100, 0, 25, 75, 100], Picture.Apply(new Resize(2), [0, 100], 1, 1, 2)[0]);
    }

    [Fact]
    public void Shrinking_averages_with_a_triangle()
    {
        // Centres 1 and 3, half width 2: weights 3/8 3/8 1/8 of pixels 0 to 2, the other half of the triangle lies outside.
        var view = Picture.Apply(new Resize(2), [.. Enumerable.Repeat(new float[] { 80, 0, 0, 0 }, 4).SelectMany(row => row)], 1, 4, 4)[0];
        Assert.Equal([34f, 0, 34, 0], view);
    }

    [Fact]
    public void The_shorter_side_becomes_the_one_asked_for()
    {
        Assert.Equal((256, 341), new Resize(256).Size(300, 400));
        Assert.Equal((512, 256), new Resize(256).Size(600, 300));
        Assert.Equal(Picture.Ramp(6), Picture.Apply(new Resize(2), Picture.Ramp(6), 1, 2, 3)[0]);
    }

    [Fact]
    public void A_centre_crop_is_the_middle()
    {
        Assert.Equal([6f, 7, 10, 11], Picture.Apply(new CentreCrop(2), Picture.Ramp(16), 1, 4, 4)[0]);
        Assert.Contains("at most 3", Assert.Throws<SettingsException>(() => new CentreCrop(4).Size(3, 5)).Message);
    }

    [Fact]
    public void Boxes_of_a_random_resized_crop_have_legal_areas_and_shapes()
    {
        var draws = new RandomStream(3);
        var boxes = Enumerable.Range(0, 2000).Select(_ => RandomResizedCrop.Draw(200, 100, draws)).ToList();
        Assert.All(boxes, box =>
        {
            Assert.InRange(box.Top, 0, 200 - box.Height);
            Assert.InRange(box.Left, 0, 100 - box.Width);
            Assert.InRange((double)box.Width / box.Height, 0.72, 1.39);
            Assert.InRange(box.Width * box.Height / 20000.0, 0.075, 1);
        });
        Assert.InRange(boxes.Min(box => box.Width * box.Height / 20000.0), 0.075, 0.1);
        Assert.True(boxes.Select(box => box.Top).Distinct().Count() > 80);
        // Too long for any box of the drawn areas: the largest legal one in the middle.
        Assert.Equal(new Box(0, 393, 10, 13), RandomResizedCrop.Draw(10, 800, new RandomStream(1)));
    }

    [Fact]
    public void A_random_resized_crop_shows_a_part_of_the_image_in_the_size_asked_for()
    {
        // Brightness grows to the right by 10 a pixel, and so do the views' pixels, the more slowly the smaller the box.
        float[] ramp = [.. Enumerable.Range(0, 64).Select(i => i % 8 * 10f)];
        foreach (var view in Picture.Apply(new RandomResizedCrop(8), ramp, 1, 8, 8, copies: 200))
        {
            Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(view[i % 8], view[i]));
            Assert.All(Enumerable.Range(1, 7), x => Assert.InRange(view[x] - view[x - 1], 0, 11));
            Assert.InRange(view[0], 0, 60);
        }
    }

    [Fact]
    public void A_constant_image_stays_constant()
    {
        Assert.All(Picture.Apply(new RandomResizedCrop(5), [.. Enumerable.Repeat(77f, 63)], 1, 9, 7, copies: 50).SelectMany(view => view), pixel => Assert.Equal(77, pixel));
    }
}
