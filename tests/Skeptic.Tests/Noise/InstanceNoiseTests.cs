using System.Diagnostics;
using Skeptic.Data;
using Skeptic.Noise;
using Skeptic.Randomness;
using Xunit.Abstractions;

namespace Skeptic.Tests;

public sealed class InstanceNoiseTests(ITestOutputHelper output)
{
    [Fact]
    public void Which_class_is_wrong_follows_from_the_image_alone()
    {
        var data = Pixels(3_000, 30, 5, seed: 1);
        var clean = data.Train.Labels;
        // Every image stands there twice: both copies that flip take the same label, as the softmax is nearly one-hot.
        var twice = new Dataset("twice", data.Train.Subset([.. Enumerable.Range(0, 3_000), .. Enumerable.Range(0, 3_000)]), data.Test, data.ClassNames, data.Normalisation, "test");
        var noise = Draw("instance:0.5", twice, [.. clean, .. clean]);
        var both = Enumerable.Range(0, 3_000).Where(i => noise.Given[i] != clean[i] && noise.Given[i + 3_000] != clean[i]).ToArray();
        Assert.InRange(both.Length, 600, 900);
        Assert.InRange(both.Count(i => noise.Given[i] == noise.Given[i + 3_000]) / (double)both.Length, 0.98, 1);
    }

    [Fact]
    public void Scaled_pixels_spread_the_wrong_labels()
    {
        var data = Pixels(4_000, 30, 5, seed: 2);
        double Concentration(float scale) => InstanceFlips.Draw(data.Train.Inputs, [.. Enumerable.Range(0, 4_000)], data.Train.Labels, 5, 0.4, 1, scale).TargetShare.Average();
        Assert.True(Concentration(1) > 0.97 && Concentration(1f / 255) < 0.93, $"{Concentration(1)} and {Concentration(1f / 255)}");
        Assert.NotEqual(Draw("instance:0.4", data).Given, Draw("instance-scaled:0.4", data).Given);
    }

    [Theory]
    [InlineData(0.0, 0.0798)]
    [InlineData(0.2, 0.2055)]
    [InlineData(0.4, 0.4)]
    [InlineData(1.0, 0.9202)]
    public void The_rate_is_the_mean_of_the_cut_normal_distribution(double rate, double mean)
    {
        var drawn = InstanceFlips.FlipProbabilities(200_000, rate, new RandomStream(3));
        Assert.All(drawn, q => Assert.InRange(q, 0, 1));
        Assert.Equal(mean, drawn.Average(), 3);
        var data = Pixels(20_000, 8, 4, seed: 3);
        Assert.InRange(Draw($"instance:{rate}", data).RealisedRate, mean - 0.0177, mean + 0.0177);
    }

    [Fact]
    public void Features_serve_as_they_are_but_cannot_be_scaled()
    {
        var stream = new RandomStream(5);
        var features = new FeatureArray([.. Enumerable.Range(0, 500 * 7).Select(_ => (float)stream.NextGaussian())], 500, 7);
        var part = new LabelledData(features, Labels.Random(500, 3, 1));
        var data = new Dataset("features", part, part, ["a", "b", "c"], Normalisation.Identity(1), "test");
        Assert.InRange(Draw("instance:0.4", data).RealisedRate, 0.29, 0.51);
        Assert.Contains("these inputs are features", Assert.Throws<NoiseException>(() => Draw("instance-scaled:0.4", data)).Message);
    }

    [Fact]
    public void Within_a_scope_it_is_the_noise_of_the_scope_alone()
    {
        var data = Pixels(400, 12, 4, seed: 4);
        int[] scope = [9, 3, 300, 7, 201];
        var within = NoisyLabels.Draw(NoiseSpec.Parse("instance:0.9"), data.Name, data.Train.Labels, 4, 1, scope: scope, material: new(data));
        int[] rows = [.. scope];
        var alone = NoisyLabels.Draw(NoiseSpec.Parse("instance:0.9"), data.Name, [.. scope.Select(i => data.Train.Labels[i])], 4, 1, material: new(data, Rows: rows));
        Assert.Equal(alone.Given, scope.Select(i => within.Given[i]));
        Assert.All(Enumerable.Range(0, 400).Except(scope), i => Assert.Equal(data.Train.Labels[i], within.Given[i]));
    }

    [Fact]
    public void Without_a_data_set_it_is_refused()
        => Assert.Contains("needs the inputs of a data set", Assert.Throws<NoiseException>(() => Labels.Draw("instance:0.4", [0, 1], 2)).Message);

    [Fact]
    public void The_bits_never_change()
        => Assert.StartsWith("6286bdf61a25aac19fd80cc814a1d51e4309a9d12", Draw("instance:0.4", Pixels(2_000, 50, 10, seed: 9)).GivenSha256);

    [Fact]
    public void Fifty_thousand_images_of_CIFARs_size_take_seconds()
    {
        var data = Pixels(50_000, 3072, 10, seed: 6);
        var watch = Stopwatch.StartNew();
        var noise = Draw("instance:0.4", data);
        output.WriteLine($"50,000 x 3,072, 10 classes: {watch.ElapsedMilliseconds} ms on one thread");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        Assert.InRange(noise.RealisedRate, 0.389, 0.411);
    }

    [Fact]
    public void Exponentials_are_those_of_the_library_to_the_last_digits()
    {
        var stream = new RandomStream(7);
        for (var i = 0; i < 20_000; i++)
        {
            var x = (stream.NextDouble() - 0.5) * 1_300;
            Assert.InRange(PortableMath.Exp(x) / Math.Exp(x), 1 - 2e-15, 1 + 2e-15);
        }
        Assert.Equal((1.0, 0.0), (PortableMath.Exp(0), PortableMath.Exp(-701)));
    }

    private static NoisyLabels Draw(string spec, Dataset data, int[]? clean = null)
        => NoisyLabels.Draw(NoiseSpec.Parse(spec), data.Name, clean ?? data.Train.Labels, data.Classes, seed: 1, material: new(data));

    private static Dataset Pixels(int count, int width, int classes, ulong seed)
    {
        var stream = new RandomStream(seed);
        var pixels = new byte[count * width];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)stream.NextInt(256);
        var part = new LabelledData(new ImageArray(pixels, count, 1, 1, width), Labels.Random(count, classes, seed));
        return new("pixels", part, part, [.. Enumerable.Range(0, classes).Select(i => $"{i}")], Normalisation.Identity(1), "test");
    }
}
