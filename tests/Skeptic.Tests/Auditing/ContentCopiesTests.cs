using Skeptic.Auditing;
using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class ContentCopiesTests
{
    private const int Count = 200, Side = 16;

    [Fact]
    public void Equal_pictures_have_equal_numbers()
    {
        var images = Pictures();
        images[5].CopyTo(images.Pixels.AsSpan(90 * Side * Side));
        var numbers = ContentCopies.Numbers(images);
        Assert.Equal(numbers[5], numbers[90]);
        Assert.Equal(Count - 1, numbers.Distinct().Count());
    }

    [Fact]
    public void Copies_darker_paler_or_with_a_little_noise_are_near_and_nothing_else()
    {
        var images = Pictures();
        var random = new RandomStream(7);
        void Make(int from, int to, Func<byte, double> change)
        {
            for (var p = 0; p < Side * Side; p++) images.Pixels[to * Side * Side + p] = (byte)Math.Clamp(change(images.Pixels[from * Side * Side + p]), 0, 255);
        }
        Make(1, 101, value => value);
        Make(2, 102, value => 0.6 * value);
        Make(3, 103, value => 60 + 0.7 * value);
        Make(4, 104, value => value + 3 * random.NextGaussian());
        var copies = ContentCopies.Of(images, ContentCopies.Numbers(images), threads: 2);
        Assert.Equal([(1, 101), (2, 102), (3, 103), (4, 104)], copies.Pairs.Select(pair => (pair.First, pair.Second)).Order());
        Assert.Equal((1, 101, 0.0), (copies.Pairs[0].First, copies.Pairs[0].Second, copies.Pairs[0].Distance));
        Assert.All(copies.Pairs.Skip(1), pair => Assert.InRange(pair.Distance, 0, copies.Threshold));
    }

    [Fact]
    public void Pictures_that_were_drawn_apart_are_no_copies() => Assert.Empty(ContentCopies.Of(Pictures(), ContentCopies.Numbers(Pictures()), 1).Pairs);

    [Fact]
    public void Rows_of_a_table_are_near_by_their_features_and_a_far_one_is_untypical()
    {
        var random = new RandomStream(2);
        float[] values = [.. Enumerable.Range(0, 5 * Count).Select(_ => (float)random.NextGaussian())];
        for (var d = 0; d < 5; d++) (values[5 * 50 + d], values[5 * 60 + d], values[5 * 70 + d]) = (values[5 * 10 + d], values[5 * 11 + d] + 0.01f, 12);
        var features = new FeatureArray(values, Count, 5);
        var copies = ContentCopies.Of(features, ContentCopies.Numbers(features), 1);
        Assert.Equal([(10, 50), (11, 60)], copies.Pairs.Select(pair => (pair.First, pair.Second)));
        var typicality = NeighbourSignals.BesideClass(copies.Distances, new int[Count]);
        Assert.Equal(70, typicality.Index().MinBy(pair => pair.Item).Index);
        Assert.Equal(70, NeighbourSignals.Outliers(typicality)[0]);
    }

    [Fact]
    public void A_descriptor_averages_uneven_cells()
    {
        // 12 x 12 pixels in 8 x 8 cells: of two neighbouring cells one has two pixels and one has one, and all are equally grey.
        var blank = Descriptor.Of(new ImageArray([.. Enumerable.Repeat((byte)100, 144)], 1, 1, 12, 12), [0]);
        Assert.Equal(64, blank.Width);
        Assert.All(blank.Rows, value => Assert.Equal(0, value));
    }

    /// <summary>Smooth random pictures: sums of a few waves.</summary>
    private static ImageArray Pictures()
    {
        var random = new RandomStream(1);
        var pixels = new byte[Count * Side * Side];
        for (var i = 0; i < Count; i++)
        {
            var waves = Enumerable.Range(0, 6).Select(_ => (X: 0.9 * random.NextGaussian(), Y: 0.9 * random.NextGaussian(), Phase: 6.3 * random.NextDouble())).ToArray();
            for (var p = 0; p < Side * Side; p++) pixels[i * Side * Side + p] = (byte)Math.Clamp(128 + waves.Sum(wave => 18 * Math.Sin(wave.X * (p % Side) + wave.Y * (p / Side) + wave.Phase)), 0, 255);
        }
        return new ImageArray(pixels, Count, 1, Side, Side);
    }
}
