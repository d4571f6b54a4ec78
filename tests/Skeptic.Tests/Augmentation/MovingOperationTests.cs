using Skeptic.Augmentation;
using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>Crops, flips, rotations and cutouts of images that are small enough to work out by hand.</summary>
public sealed class MovingOperationTests
{
    [Fact]
    public void A_crop_is_one_of_the_windows_of_the_padded_image_and_each_is_as_likely()
    {
        var windows = new Dictionary<string, int>();
        for (var down = -1; down <= 1; down++)
            for (var right = -1; right <= 1; right++)
                windows[Text([.. Enumerable.Range(0, 9).Select(i => (Row: i / 3 + down, Column: i % 3 + right))
                    .Select(at => at.Row is < 0 or > 2 || at.Column is < 0 or > 2 ? 0f : at.Row * 3 + at.Column + 1)])] = 0;
        Assert.Equal(9, windows.Count);

        foreach (var view in Picture.Apply(new Crop(1), Picture.Ramp(9), 1, 3, 3, copies: 1800)) windows[Text(view)]++;
        // 200 expected of each, standard deviation 13.3.
        Assert.Equal(9, windows.Count);
        Assert.All(windows.Values, times => Assert.InRange(times, 140, 260));
    }

    [Fact]
    public void A_flip_turns_left_and_right_of_half_of_the_images_in_all_channels()
    {
        var views = Picture.Apply(new Flip(0.5), Picture.Ramp(6), 2, 1, 3, copies: 1000);
        var flipped = views.Count(view => view.SequenceEqual([3f, 2, 1, 6, 5, 4]));
        Assert.Equal(1000, flipped + views.Count(view => view.SequenceEqual(Picture.Ramp(6))));
        Assert.InRange(flipped, 440, 560);
        Assert.All(Picture.Apply(new Flip(1), Picture.Ramp(6), 2, 1, 3, copies: 50), view => Assert.Equal([3f, 2, 1, 6, 5, 4], view));
        Assert.All(Picture.Apply(new Flip(0), Picture.Ramp(6), 2, 1, 3, copies: 50), view => Assert.Equal(Picture.Ramp(6), view));
    }

    [Fact]
    public void A_quarter_turn_moves_the_right_column_to_the_top()
    {
        using var scope = Scope.Open();
        var image = Tensor.From(Picture.Ramp(4)).Reshape(1, 1, 2, 2);
        Assert.Equal([2f, 4, 1, 3], Warp.Nearest(image, [Affine.Rotation(90, 2, 2)]).ToArray<float>());
        Assert.Equal([4f, 3, 2, 1], Warp.Nearest(image, [Affine.Rotation(180, 2, 2)]).ToArray<float>());
    }

    [Fact]
    public void Angles_are_uniform_on_both_sides()
    {
        const int Side = 61, Copies = 400;
        var pixels = new float[Side * Side];
        // A spot to the right of the centre: its place tells the angle to about a degree.
        for (var y = 29; y <= 31; y++)
            for (var x = 57; x <= 59; x++) pixels[y * Side + x] = 1;
        var angles = Picture.Apply(new Rotate(20), pixels, 1, Side, Side, Copies).Select(view =>
        {
            var lit = Enumerable.Range(0, view.Length).Where(i => view[i] > 0).ToList();
            return Math.Atan2(30 - lit.Average(i => i / Side), lit.Average(i => i % Side) - 30) * 180 / Math.PI;
        }).ToList();
        Assert.InRange(angles.Min(), -21, -17);
        Assert.InRange(angles.Max(), 17, 21);
        // The mean's standard deviation is 20 / sqrt(3 * 400) = 0.58.
        Assert.InRange(angles.Average(), -2, 2);
        Assert.InRange(Math.Sqrt(angles.Average(angle => angle * angle)), 10.5, 12.6);
        Assert.Equal(Picture.Ramp(9), Picture.Apply(new Rotate(0), Picture.Ramp(9), 1, 3, 3)[0]);
    }

    [Fact]
    public void A_cutout_is_a_square_around_any_pixel_clipped_at_the_border()
    {
        var squares = new Dictionary<string, int>();
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 4; x++)
                squares[Text([.. Enumerable.Range(0, 32).Select(i => Math.Abs(i % 16 / 4 - y) <= 1 && Math.Abs(i % 4 - x) <= 1 ? 0f : i + 1)])] = 0;
        Assert.Equal(16, squares.Count);
        foreach (var view in Picture.Apply(new Cutout(3), Picture.Ramp(32), 2, 4, 4, copies: 1600)) squares[Text(view)]++;
        Assert.Equal(16, squares.Count);
        Assert.All(squares.Values, times => Assert.InRange(times, 60, 140));
    }

    [Fact]
    public void A_cutout_of_even_side_reaches_one_pixel_less_to_the_right()
    {
        var views = Picture.Apply(new Cutout(2), [1, 1, 1, 1], 1, 1, 4, copies: 100).Select(Text).Distinct().Order().ToArray();
        Assert.Equal(["0 0 1 1", "0 1 1 1", "1 0 0 1", "1 1 0 0"], views);
    }

    private static string Text(float[] view) => string.Join(' ', view);
}
