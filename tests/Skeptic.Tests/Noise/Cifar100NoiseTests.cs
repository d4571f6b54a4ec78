using Skeptic.Data;
using Skeptic.Noise;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>The three things that "asymmetric" means on CIFAR-100.</summary>
public sealed class Cifar100NoiseTests
{
    private static readonly int[] s_clean = Labels.Cycling(50_000, 100);

    [Fact]
    public void Blocks_are_rings_of_five_consecutive_classes()
        => AssertRing(Labels.Draw("asym-cifar100:0.4", s_clean, 100), k => 5 * (k / 5) + (k % 5 + 1) % 5);

    [Fact]
    public void Groups_are_rings_of_the_five_classes_of_a_group()
    {
        var groups = Enumerable.Range(0, 100).GroupBy(fine => AsymmetricCifar100Super.Groups[fine]).ToDictionary(group => group.Key, group => group.ToArray());
        Assert.All(groups.Values, group => Assert.Equal(5, group.Length));
        // Aquatic mammals: beaver, dolphin, otter, seal, whale.
        Assert.Equal([4, 30, 55, 72, 95], groups[0]);
        AssertRing(Labels.Draw("asym-cifar100-super:0.4", s_clean, 100), k =>
        {
            var group = groups[AsymmetricCifar100Super.Groups[k]];
            return group[(Array.IndexOf(group, k) + 1) % 5];
        });
    }

    [Fact]
    public void The_table_of_groups_is_that_of_the_golden_file()
    {
        using var golden = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "golden_sr.json")));
        var table = golden.RootElement.GetProperty("meta").GetProperty("cifar100_fine_to_coarse_from_memory");
        Assert.Equal(table.EnumerateArray().Select(group => group.GetInt32()), AsymmetricCifar100Super.Groups);
    }

    [Fact]
    public void Only_six_flips_of_the_blocks_stay_within_a_group()
        => Assert.Equal(6, Enumerable.Range(0, 100).Count(k => AsymmetricCifar100Super.Groups[k] == AsymmetricCifar100Super.Groups[5 * (k / 5) + (k % 5 + 1) % 5]));

    [Fact]
    public void Coarse_labels_of_the_data_decide_the_groups()
    {
        // Groups by the last digit but one: 0..4, 5..9, ... as the blocks are.
        var inputs = new FeatureArray(new float[50_000], 50_000, 1);
        var train = new LabelledData(inputs, s_clean) { CoarseLabels = [.. s_clean.Select(fine => fine / 5)] };
        var data = new Dataset("cifar100", train, train, [.. Enumerable.Range(0, 100).Select(i => $"{i}")], Normalisation.Identity(1), "test");
        var noise = NoisyLabels.Draw(NoiseSpec.Parse("asym-cifar100-super:0.4"), "cifar100", s_clean, 100, 1, material: new(data));
        Assert.Equal(Labels.Draw("asym-cifar100:0.4", s_clean, 100).Given, noise.Given);
    }

    [Fact]
    public void One_pair_of_a_block_changes_places()
    {
        var noise = Labels.Draw("asym-cifar100-swap:0.4", s_clean, 100);
        var counts = noise.TransitionCounts();
        for (var block = 0; block < 100; block += 5)
        {
            var noisy = Enumerable.Range(block, 5).Where(k => counts[k, k] < 500).ToArray();
            Assert.Equal(2, noisy.Length);
            Assert.InRange(counts[noisy[0], noisy[1]], 200 - 55, 200 + 55);
            Assert.InRange(counts[noisy[1], noisy[0]], 200 - 55, 200 + 55);
        }
        Assert.InRange(noise.RealisedRate, 0.16 - 0.006, 0.16 + 0.006);
        Assert.Throws<NoiseException>(() => Labels.Draw("asym-cifar100-swap:0.4", s_clean, 100, 1, RandomSource.NumpyLegacy));
    }

    [Theory]
    [InlineData("asym-cifar100")]
    [InlineData("asym-cifar100-swap")]
    [InlineData("asym-cifar100-super")]
    public void Fewer_classes_are_refused(string name)
        => Assert.Contains("only classes 0 to 9", Assert.Throws<NoiseException>(() => Labels.Draw($"{name}:0.4", Labels.Cycling(100, 10), 10)).Message);

    private static void AssertRing(NoisyLabels noise, Func<int, int> next)
    {
        var counts = noise.TransitionCounts();
        for (var k = 0; k < 100; k++)
        {
            // 500 samples a class: five standard deviations are 55.
            Assert.InRange(counts[k, next(k)], 200 - 55, 200 + 55);
            Assert.Equal(500, counts[k, k] + counts[k, next(k)]);
        }
        Assert.InRange(noise.RealisedRate, 0.4 - 0.011, 0.4 + 0.011);
    }
}
