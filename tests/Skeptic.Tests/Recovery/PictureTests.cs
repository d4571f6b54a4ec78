using System.Security.Cryptography;
using Skeptic.Recovery;
using Skeptic.Settings;

namespace Skeptic.Tests.Recovery;

public sealed class PictureTests
{
    /// <summary>Numbers of a program in numpy that goes through every window by itself.</summary>
    [Fact]
    public void Quality_is_that_of_an_independent_computation()
    {
        float[] a = [.. Enumerable.Range(0, 3 * 20 * 16).Select(i => (float)(0.5 + 0.5 * Math.Sin(0.7 * i)))];
        float[] b = [.. Enumerable.Range(0, 3 * 20 * 16).Select(i => (float)(0.5 + 0.4 * Math.Sin(0.7 * i + 0.5 * Math.Cos(0.31 * i))))];
        var quality = ImageQuality.Of(a, b, 20, 16);
        Assert.Equal(17.626394020711643, quality.Decibels, 6);
        Assert.Equal(0.9157723746769837, quality.Ssim, 6);
    }

    [Fact]
    public void A_picture_is_like_itself()
    {
        var image = DrawnScene.Draw("harbour", 24).ToFloats();
        var quality = ImageQuality.Of(image, image, 24, 24);
        Assert.Equal(1, quality.Ssim, 12);
        Assert.Equal(double.PositiveInfinity, quality.Decibels);
    }

    [Theory]
    [InlineData("salt-and-pepper", 0.3)]
    [InlineData("impulse", 0.1)]
    [InlineData("block", 0.2)]
    public void A_corruption_spoils_as_much_as_it_says_and_equally_for_equal_seeds(string name, double rate)
    {
        var clean = new byte[3 * 96 * 80];
        Array.Fill(clean, (byte)77);
        var corruption = Corruption.Parse($"{name}:{rate}");
        var spoiled = corruption.Apply(clean, 96, 80, seed: 3);
        Assert.Equal(rate, spoiled.Count(value => value != 77) / (double)clean.Length, 0.02);
        Assert.Equal(spoiled, corruption.Apply(clean, 96, 80, seed: 3));
        Assert.NotEqual(spoiled, corruption.Apply(clean, 96, 80, seed: 4));
        Assert.All(clean, value => Assert.Equal(77, value));
    }

    [Fact]
    public void Salt_and_pepper_are_even_and_fall_on_each_entry_by_itself()
    {
        var clean = new byte[3 * 100 * 100];
        Array.Fill(clean, (byte)77);
        var spoiled = Corruption.Parse("salt-and-pepper:0.5").Apply(clean, 100, 100, seed: 1);
        Assert.Equal(0.25, spoiled.Count(value => value == 0) / 30_000.0, 0.015);
        Assert.Equal(0.25, spoiled.Count(value => value == 255) / 30_000.0, 0.015);
        // All three entries of a pixel are spoiled in an eighth of the pixels.
        Assert.Equal(0.125, Enumerable.Range(0, 10_000).Count(i => spoiled[i] != 77 && spoiled[i + 10_000] != 77 && spoiled[i + 20_000] != 77) / 1e4, 0.015);
    }

    [Theory]
    [InlineData("salt", "salt-and-pepper")]
    [InlineData("impulse", "impulse:0.3")]
    [InlineData("block:1", "above 0 and below 1")]
    [InlineData("block:NaN", "above 0 and below 1")]
    public void A_corruption_that_means_nothing_is_refused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<SettingsException>(() => Corruption.Parse(text)).Message);

    [Fact]
    public void A_large_picture_becomes_means_over_areas()
    {
        byte[] row = [0, 90, 30, 60];
        var image = new PlanarImage(4, 2, [.. row, .. row, .. row, .. row, .. row, .. row]);
        Assert.Equal([45, 45, 45, 45, 45, 45], image.Within(2).Planes);
        Assert.Equal((2, 1), (image.Within(2).Width, image.Within(2).Height));
        // Three pixels of four thirds each.
        Assert.Equal([22, 60, 52], image.Within(3).Planes[..3].Select(value => (int)value));
        Assert.Same(image, image.Within(4));
    }

    [Theory]
    [InlineData("harbour", "812a52c7378a394b")]
    [InlineData("rings", "0b78f9c3bb458121")]
    public void A_drawn_picture_is_the_same_everywhere(string name, string sha256) =>
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(DrawnScene.Draw(name, 64).Planes))[..16]);

    [Fact]
    public void A_picture_that_is_not_drawn_is_refused() =>
        Assert.Contains("harbour", Assert.Throws<SettingsException>(() => DrawnScene.Draw("harbor", 64)).Message);
}
