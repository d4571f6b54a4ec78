using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>
/// Labels that published repositories draw, bit for bit. Hashes: the CDR generators on the 60,000 MNIST labels in file order, over uint8.
/// Counts: the CDR and SR functions on label vectors in class order or cycling.
/// </summary>
public sealed class NumpyLegacyTests
{
    private static readonly Lazy<int[]> s_mnist = new(() => DatasetCatalogue.Load("mnist", RealData.Folders).Train.Labels);

    [MnistTheory]
    [InlineData("symmetric:0.2", 1, "b9edd34e10216052e3c5547126d119a59afb8d7d05f2169d44410e16d2cd8def")]
    [InlineData("symmetric:0.4", 1, "a823a08dfc82019e139170847a08f412dc1b8f9aa60c46728ab979514bcbdc30")]
    [InlineData("symmetric:0.7", 1, "27f223c421678d574fd8288118a3a582ab0aa0bcf26ac9c3e30b381652e2190d")]
    [InlineData("symmetric:0.5", 0, "23fca09f22f49f56b11ab70f27080fd0b9bc146283209c821ddffa637623ded9")]
    [InlineData("symmetric:0.2", 0, "d19fdc7e4dfe284c811a09c85ad2dfd2d4270584f6bd3b6476d4f702a4374a29")]
    [InlineData("pairflip:0.2", 1, "7a70a8f550364fe77d7193983a09bf46425fcc6b13527757dae34fc3fb6e7e39")]
    [InlineData("pairflip:0.4", 1, "477c89619d81d2f0418ee36b0b8b417fc3f559b57457960f1e108a2713669756")]
    [InlineData("pairflip:0.7", 1, "a60b65e1adb7b55d90be13b63290fdf7e08bb199ee12f75969e3625cbbee11c7")]
    [InlineData("pairflip:0.45", 0, "d8293274e975576b7e4a95f05b91d7aea4ef1601201f87d3bb4a601e837b7869")]
    [InlineData("asym-mnist:0.2", 1, "ec46ebb0e38287984c93ba34f1b0eda29221bc6be466ba2fd7ac17845d0a3ab5")]
    [InlineData("asym-mnist:0.4", 1, "d46b082306297925df706369cf0b5b3d4b1a3aecef9a9bec4ba299e74bc0ed22")]
    [InlineData("asym-mnist:0.7", 1, "8127341ec649230b84b97d30b9199345ef36fdf7b1f853b5ebb56fc9ec43427d")]
    [InlineData("asym-fashion-mnist:0.4", 1, "3384de84afb12cca6140fbf6dff84e0f3896d32f5841c0e3aa30dc6c17ae2cb4")]
    public void Class_conditional_noise_equals_CDRs(string spec, ulong seed, string sha256)
        => Assert.Equal(sha256, LabelHash.UInt8(Labels.Draw(spec, s_mnist.Value, 10, seed, RandomSource.NumpyLegacy).Given));

    [Fact]
    public void Asymmetric_MNIST_noise_equals_SRs()
    {
        // MNIST's class sizes, class after class.
        int[] sizes = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
        int[] clean = [.. Enumerable.Range(0, 10).SelectMany(c => Enumerable.Repeat(c, sizes[c]))];
        var labels = Labels.Draw("asym-mnist-sr:0.2", clean, 10, seed: 0, RandomSource.NumpyLegacy);
        Assert.Equal([0, 0, 4742, 0, 0, 0, 0, 1216, 0, 0], Labels.Row(labels, 2));
        Assert.Equal([0, 0, 0, 4870, 0, 0, 0, 0, 1261, 0], Labels.Row(labels, 3));
        Assert.Equal([0, 0, 0, 0, 0, 4346, 1075, 0, 0, 0], Labels.Row(labels, 5));
        Assert.Equal([0, 0, 0, 0, 0, 1148, 4770, 0, 0, 0], Labels.Row(labels, 6));
        Assert.Equal([0, 1258, 0, 0, 0, 0, 0, 5007, 0, 0], Labels.Row(labels, 7));
    }

    [Fact]
    public void Sequential_CIFAR10_passes_equal_CDRs()
    {
        var labels = Labels.Draw("asym-cifar10-sequential:0.4", Labels.Blocks(5_000, 10), 10, seed: 1, RandomSource.NumpyLegacy);
        Assert.Equal([0, 0, 0, 3793, 0, 1207, 0, 0, 0, 0], Labels.Row(labels, 3));
        Assert.Equal([0, 0, 0, 2007, 0, 2993, 0, 0, 0, 0], Labels.Row(labels, 5));
        Assert.Equal(0.18428, labels.RealisedRate);
    }

    [Theory]
    [InlineData(0.2, 4206, 794, 994, 4006)]
    [InlineData(0.4, 3832, 1168, 1968, 3032)]
    public void Sequential_CIFAR10_passes_equal_SRs(double rate, int cats, int catsToDogs, int dogsToCats, int dogs)
    {
        var labels = Labels.Draw($"asym-cifar10-sequential:{rate}", Labels.Cycling(50_000, 10), 10, seed: 123, RandomSource.NumpyLegacy);
        Assert.Equal([0, 0, 0, cats, 0, catsToDogs, 0, 0, 0, 0], Labels.Row(labels, 3));
        Assert.Equal([0, 0, 0, dogsToCats, 0, dogs, 0, 0, 0, 0], Labels.Row(labels, 5));
    }

    [Fact]
    public void Exact_uniform_noise_equals_SRs_and_APLs()
    {
        var labels = Labels.Draw("uniform-excl-exact:0.4", Labels.Cycling(50_000, 10), 10, seed: 123, RandomSource.NumpyLegacy);
        Assert.Equal([3000, 206, 216, 262, 257, 210, 199, 219, 205, 226], Labels.Row(labels, 0));
        Assert.Equal([215, 3000, 221, 229, 220, 246, 199, 214, 224, 232], Labels.Row(labels, 1));
        Assert.Equal([222, 221, 3000, 230, 243, 224, 217, 239, 205, 199], Labels.Row(labels, 2));
    }
}
