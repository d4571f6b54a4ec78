using Skeptic.Augmentation;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Torch;

namespace Skeptic.Tests;

public sealed class AugmentationPipelineTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("none")]
    public void Nothing_and_none_change_nothing(string text) => Assert.True(AugmentationPipeline.Parse(text).IsNone);

    [Fact]
    public void Operations_are_joined_by_commas()
    {
        Assert.False(AugmentationPipeline.Parse("crop:4, flip:0.25 ,cutout:16").IsNone);
        Assert.Equal("crop:4,flip", AugmentationPipeline.Parse("crop:4,flip").Text);
    }

    [Theory]
    [InlineData("crpo:4", "augment: there is no operation 'crpo'. Did you mean 'crop'?")]
    [InlineData("zzzzzzzzz", "There are: crop, flip, rotate,")]
    [InlineData("crop:4,,flip", "augment: there is no operation ''.")]
    [InlineData("crop", "augment 'crop': crop takes 1 number; write crop:PIXELS")]
    [InlineData("flip:0.5:1", "augment 'flip:0.5:1': flip takes 0 to 1 number; write flip[:PROBABILITY]")]
    [InlineData("jitter:0.4", "jitter takes 4 numbers; write jitter:BRIGHTNESS:CONTRAST:SATURATION:HUE")]
    [InlineData("crop:0", "augment 'crop:0': pixels is a whole number from 1 to 1024, not '0'")]
    [InlineData("crop:1.5", "whole number")]
    [InlineData("crop:four", "not 'four'")]
    [InlineData("flip:1.5", "probability is a number from 0 to 1, not '1.5'")]
    [InlineData("rotate:NaN", "not 'NaN'")]
    [InlineData("cutout:8,crop:4", "'crop:4' cannot come after it")]
    [InlineData("none,flip", "there is no operation 'none'")]
    public void A_text_that_cannot_be_read_is_refused_in_one_sentence(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<SettingsException>(() => AugmentationPipeline.Parse(text)).Message);

    [Fact]
    public void The_message_names_the_setting() =>
        Assert.StartsWith("method.x.views 'crop'", Assert.Throws<SettingsException>(() => AugmentationPipeline.Parse("crop", "method.x.views")).Message);

    [Theory]
    [InlineData("crop:4", new[] { 2 }, "the samples of this data set are no images")]
    [InlineData("jitter:1:1:1:0", new[] { 4, 8, 8 }, "takes images of 1 or 3 channels, and these have 4")]
    [InlineData("resize:16", new[] { 3, 32, 32 }, "makes images of 16x16 out of 32x32")]
    [InlineData("centre-crop:40", new[] { 3, 32, 32 }, "does not fit into images of 32x32")]
    public void Samples_that_do_not_fit_are_refused(string text, int[] shape, string expected) =>
        Assert.Contains(expected, Assert.Throws<SettingsException>(() => AugmentationPipeline.Parse(text).Check(shape)).Message);

    [Theory]
    [InlineData("none", new[] { 2 })]
    [InlineData("crop:4,flip,cutout:16", new[] { 4, 8, 8 })]
    [InlineData("resize:40,centre-crop:32", new[] { 3, 32, 32 })]
    [InlineData("random-resized-crop:32", new[] { 1, 32, 32 })]
    public void Samples_that_fit_pass(string text, int[] shape) => AugmentationPipeline.Parse(text).Check(shape);

    [Fact]
    public void Padding_is_black_before_and_a_cutout_the_mean_after_normalisation()
    {
        using var scope = Scope.Open();
        var images = Tensor.From(Enumerable.Repeat((byte)200, 2 * 64 * 16).ToArray()).Reshape(64, 2, 4, 4);
        // Mean 0.5 and 0.25, deviation 0.25 and 0.5.
        var (scale, shift) = (Tensor.From([1 / (255 * 0.25f), 1 / (255 * 0.5f)]), Tensor.From([-2f, -0.5f]));
        var view = AugmentationPipeline.Parse("crop:2,cutout:2").View(images, scale, shift, new RandomStream(5)).ToArray<float>();
        for (var channel = 0; channel < 2; channel++)
        {
            var seen = view.Chunk(16).Where((_, i) => i % 2 == channel).SelectMany(pixels => pixels).Select(pixel => Math.Round(pixel, 4)).Distinct().Order();
            var (deviation, black) = channel == 0 ? (0.25, -2.0) : (0.5, -0.5);
            Assert.Equal([black, 0, Math.Round(200 / 255.0 / deviation + black, 4)], seen);
        }
    }

    [Fact]
    public void Equal_streams_give_equal_views_and_different_streams_do_not()
    {
        using var scope = Scope.Open();
        var images = Tensor.From(new RandomStream(1).Permutation(3 * 8 * 8 * 4).Select(pixel => (byte)pixel).ToArray()).Reshape(4, 3, 8, 8);
        var (scale, shift) = (Tensor.Ones([3]), Tensor.Zeros([3]));
        var pipeline = AugmentationPipeline.Parse("jitter:0.4:0.4:0.4:0.2,crop:2,flip,rotate:10,cutout:3");
        float[] View(ulong seed) => pipeline.View(images, scale, shift, new RandomStream(seed)).ToArray<float>();
        Assert.Equal(View(1), View(1));
        Assert.NotEqual(View(1), View(2));
    }
}
