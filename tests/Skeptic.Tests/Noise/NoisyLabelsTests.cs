using Skeptic.Data;
using Skeptic.Noise;
using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class NoisyLabelsTests
{
    private static readonly string[] s_drawn = [.. NoiseCatalogue.Names.Where(Labels.NeedsOnlyTenClasses)];

    [Fact]
    public void The_same_seed_gives_the_same_labels_and_another_seed_others()
    {
        var clean = Labels.Cycling(2_000, 10);
        foreach (var name in s_drawn)
        {
            var first = Labels.Draw($"{name}:0.4", clean, 10, seed: 1);
            Assert.Equal(first.Given, Labels.Draw($"{name}:0.4", clean, 10, seed: 1).Given);
            Assert.NotEqual(first.Given, Labels.Draw($"{name}:0.4", clean, 10, seed: 2).Given);
        }
    }

    [Fact]
    public void The_bits_of_the_default_noise_never_change()
        => Assert.Equal("236b93a176d94da3b428ec72844c56cccf6814bf1426e2dd09b802add1d74689", Labels.Draw("symmetric:0.4", Labels.Cycling(10_000, 10), 10).GivenSha256);

    [Fact]
    public void Clean_labels_stay_untouched()
    {
        foreach (var name in s_drawn)
        {
            var clean = Labels.Cycling(2_000, 10);
            var labels = Labels.Draw($"{name}:0.9", clean, 10);
            Assert.Equal(Labels.Cycling(2_000, 10), clean);
            Assert.NotSame(clean, labels.Given);
        }
    }

    [Fact]
    public void No_noise_gives_the_clean_labels()
    {
        var labels = NoisyLabels.Draw(NoiseSpec.None, "anything", Labels.Cycling(100, 10), 10, seed: 1);
        Assert.Equal(labels.Clean, labels.Given);
        Assert.Equal(0, labels.RealisedRate);
        Assert.Equal(labels.CleanSha256, labels.GivenSha256);
    }

    [Fact]
    public void Counts_sum_to_the_class_sizes_and_give_the_rate()
    {
        var labels = Labels.Draw("symmetric:0.3", Labels.Random(5_000, 7, seed: 4), 7);
        var counts = labels.TransitionCounts();
        for (var c = 0; c < 7; c++)
            Assert.Equal(labels.Clean.Count(label => label == c), Labels.Row(labels, c).Sum());
        Assert.Equal(labels.RealisedRate, 1 - Enumerable.Range(0, 7).Sum(c => counts[c, c]) / 5_000.0, 12);
        Assert.Equal(labels.RealisedRate, labels.Flipped().Count(flipped => flipped) / 5_000.0);
    }

    [Fact]
    public void Raising_the_rate_only_adds_flips_to_those_of_a_lower_rate()
    {
        // One uniform number a sample decides: what flips at 0.2 keeps a wrong label at 0.4.
        var clean = Labels.Cycling(5_000, 10);
        var low = Labels.Draw("pair:0.2", clean, 10).Flipped();
        var high = Labels.Draw("pair:0.4", clean, 10).Flipped();
        // A flip of the last class goes to class 0, the row's first column, so its draws are ordered the other way round.
        Assert.All(Enumerable.Range(0, 5_000).Where(i => low[i] && clean[i] != 9), i => Assert.True(high[i]));
    }

    [Fact]
    public void Noise_within_a_scope_spares_all_others()
    {
        var clean = Labels.Cycling(4_000, 10);
        int[] scope = [.. Enumerable.Range(0, 4_000).Where(i => i % 4 != 0)];
        var labels = NoisyLabels.Draw(NoiseSpec.Parse("symmetric:0.5"), "glyphs", clean, 10, seed: 1, scope: scope);
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(clean[4 * i], labels.Given[4 * i]));
        Assert.InRange(labels.RealisedRate, 0.45, 0.55);
        Assert.Equal(3_000, Enumerable.Range(0, 10).Sum(c => Labels.Row(labels, c).Sum()));
    }

    [Fact]
    public void Noise_within_a_scope_is_that_of_the_scope_alone()
    {
        var clean = Labels.Cycling(1_000, 10);
        int[] scope = [5, 3, 900, 17, 20, 400];
        var within = NoisyLabels.Draw(NoiseSpec.Parse("symmetric:0.5"), "glyphs", clean, 10, seed: 1, scope: scope);
        var alone = NoisyLabels.Draw(NoiseSpec.Parse("symmetric:0.5"), "glyphs", [.. scope.Select(i => clean[i])], 10, seed: 1);
        Assert.Equal(alone.Given, scope.Select(i => within.Given[i]));
    }

    [Fact]
    public void Mistakes_are_user_errors_in_a_sentence()
    {
        Refuses("at least 2 classes", () => Labels.Draw("symmetric:0.4", [0, 0], 1));
        Refuses("Label 10 of sample 1 lies outside the 10 classes", () => Labels.Draw("symmetric:0.4", [0, 10], 10));
        Refuses("Label -1 of sample 0", () => Labels.Draw("symmetric:0.4", [-1, 1], 10));
        Refuses("no labels", () => Labels.Draw("symmetric:0.4", [], 10));
        Refuses("flips class 8, but the data set has only classes 0 to 4", () => Labels.Draw("asym-mnist:0.4", [0, 1, 2], 5));
        Refuses("flips class 9", () => Labels.Draw("asym-cifar10-sequential:0.4", [0, 1, 2], 5));
        Refuses("class 1 has only 1", () => Labels.Draw("uniform-excl-exact:0.8", [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 2));
        Refuses("'numpy-legacy' draws are not defined for the noise 'uniform-incl-exact'", () => Labels.Draw("symmetric-incl:0.4", [0, 1], 2, 1, RandomSource.NumpyLegacy));
        Refuses("too large for 'numpy-legacy'", () => Labels.Draw("symmetric:0.4", [0, 1], 2, 1UL << 40, RandomSource.NumpyLegacy));
        Refuses("Sample 7 cannot be in the scope", () => NoisyLabels.Draw(NoiseSpec.None, "x", [0, 1], 2, 1, scope: [7]));
        Refuses("Sample 1 is named twice", () => NoisyLabels.Draw(NoiseSpec.None, "x", [0, 1], 2, 1, scope: [1, 0, 1]));
        Refuses("made for 2 classes, but the data set has 3", () => NoisyLabels.Draw(TransitionMatrix.Uniform(2, 0.1), [0, 1, 2], 3, 1));
    }

    private static void Refuses(string expected, Func<NoisyLabels> draw)
        => Assert.Contains(expected, Assert.ThrowsAny<DataException>(draw).Message);
}
