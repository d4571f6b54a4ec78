using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class GlyphsTests
{
    private static readonly GlyphOptions s_few = new() { TrainCount = 500, TestCount = 100 };

    [Fact]
    public void The_default_data_set_never_changes_a_byte()
    {
        var glyphs = DatasetCatalogue.Load("glyphs", DataFolders.Default());
        Assert.Equal((10_000, 2_000), (glyphs.Train.Count, glyphs.Test.Count));
        Assert.Equal("dfd8d9243bddc2c53ccc425eff1808116d7b17bcbf5a5ee8c0ed16a007a97241", glyphs.Fingerprint);
    }

    [Fact]
    public void Classes_are_balanced_and_mixed()
    {
        var glyphs = Glyphs.Draw(s_few);
        Assert.All(Enumerable.Range(0, 10), c => Assert.Equal((50, 10), (glyphs.Train.Labels.Count(label => label == c), glyphs.Test.Labels.Count(label => label == c))));
        Assert.NotEqual(glyphs.Train.Labels.Order(), glyphs.Train.Labels);
        Assert.True(glyphs.Train.Labels.Take(100).Distinct().Count() == 10);
    }

    [Fact]
    public void A_seed_gives_its_own_images_and_the_same_ones_again()
    {
        Assert.Equal(Glyphs.Draw(s_few).Fingerprint, Glyphs.Draw(s_few).Fingerprint);
        Assert.NotEqual(Glyphs.Draw(s_few).Fingerprint, Glyphs.Draw(s_few with { Seed = 2 }).Fingerprint);
    }

    [Fact]
    public void No_image_occurs_twice_and_none_is_in_both_parts()
    {
        var glyphs = Glyphs.Draw(s_few);
        var images = new[] { glyphs.Train, glyphs.Test }.SelectMany(part => Enumerable.Range(0, part.Count).Select(i => Convert.ToHexString(((ImageArray)part.Inputs)[i]))).ToArray();
        Assert.Equal(images.Length, images.Distinct().Count());
    }

    [Fact]
    public void Every_image_shows_ink_and_paper()
    {
        var images = (ImageArray)Glyphs.Draw(s_few).Train.Inputs;
        Assert.All(Enumerable.Range(0, images.Count), i =>
        {
            var pixels = images[i].ToArray();
            Assert.InRange(pixels.Count(pixel => pixel > 128), 12, 400);
            Assert.InRange(pixels.Count(pixel => pixel < 64), 300, 784);
        });
    }

    [Fact]
    public void A_nearest_class_mean_tells_most_digits_apart()
    {
        // A sanity check of the labels that needs no network: a third-rate classifier must be far above one in ten.
        var glyphs = Glyphs.Draw(new() { TrainCount = 2_000, TestCount = 500 });
        var train = (ImageArray)glyphs.Train.Inputs;
        var test = (ImageArray)glyphs.Test.Inputs;
        var means = new double[10, 784];
        for (var i = 0; i < train.Count; i++)
            for (var p = 0; p < 784; p++)
                means[glyphs.Train.Labels[i], p] += train[i][p] / 200.0;
        var right = Enumerable.Range(0, test.Count).Count(i => Enumerable.Range(0, 10).MinBy(c =>
        {
            var distance = 0.0;
            for (var p = 0; p < 784; p++)
                distance += (test[i][p] - means[c, p]) * (test[i][p] - means[c, p]);
            return distance;
        }) == glyphs.Test.Labels[i]);
        Assert.InRange(right, 250, 500);
    }

    [Fact]
    public void Without_distortion_only_styles_and_pens_differ()
    {
        var plain = (ImageArray)Glyphs.Draw(s_few with { Distortion = 0, Clutter = 0, Grain = 0 }).Train.Inputs;
        Assert.All(Enumerable.Range(0, plain.Count), i => Assert.Equal(0, plain[i][0]));
    }

    [Theory]
    [InlineData(5, 10, 1.0, 10.0, 0.1, "too few")]
    [InlineData(10, 10, -1.0, 10.0, 0.1, "distortion")]
    [InlineData(10, 10, 1.0, 300.0, 0.1, "grain")]
    [InlineData(10, 10, 1.0, 10.0, 1.1, "clutter")]
    public void Options_out_of_range_are_refused(int train, int test, double distortion, double grain, double clutter, string expected)
    {
        var options = new GlyphOptions { TrainCount = train, TestCount = test, Distortion = distortion, Grain = grain, Clutter = clutter };
        Assert.Contains(expected, Assert.Throws<DataException>(() => Glyphs.Draw(options)).Message);
    }
}
