using Skeptic.Noise;

namespace Skeptic.Tests;

/// <summary>How noisy each convention really is.</summary>
public sealed class NoiseRateTests
{
    private const int Count = 50_000;

    /// <summary>Five standard deviations of a share of all labels that is drawn label by label.</summary>
    private static double Tolerance(double share) => 5 * Math.Sqrt(share * (1 - share) / Count) + 1e-12;

    [Theory]
    [InlineData("uniform-excl-sampled", 1.0)]
    [InlineData("symmetric", 1.0)]
    [InlineData("uniform-incl-sampled", 0.9)]
    [InlineData("uniform-incl-exact", 0.9)]
    [InlineData("symmetric-incl", 0.9)]
    [InlineData("pair", 1.0)]
    [InlineData("pairflip", 1.0)]
    [InlineData("uniform-excl-total", 1.0)]
    [InlineData("sym-nlnl", 1.0)]
    [InlineData("sym-dividemix", 0.9)]
    [InlineData("trid", 1.0)]
    [InlineData("tridiagonal", 1.0)]
    [InlineData("asym-cifar10-exact", 0.5)]
    [InlineData("asym-dividemix", 0.5)]
    [InlineData("asym-cifar10-per-class", 0.5)]
    [InlineData("asym-nlnl", 0.5)]
    [InlineData("asym-mnist", 0.4)]
    [InlineData("asym-mnist-sr", 0.5)]
    [InlineData("asym-fashion-mnist", 0.4)]
    [InlineData("asym-cifar10", 0.5)]
    [InlineData("asymmetric", 0.5)]
    public void Realised_rate_is_the_conventions_share_of_the_nominal_one(string name, double share)
    {
        var clean = Labels.Random(Count, 10, seed: 3);
        foreach (var rate in new[] { 0.0, 0.1, 0.4, 0.8, 1.0 })
            for (var seed = 1UL; seed <= 3; seed++)
                Assert.InRange(Labels.Draw($"{name}:{rate}", clean, 10, seed).RealisedRate - share * rate, -Tolerance(share * rate), Tolerance(share * rate));
    }

    [Theory]
    [InlineData(10, 0.4, 2000)]
    [InlineData(10, 0.2, 1000)]
    [InlineData(100, 0.4, 200)]
    [InlineData(10, 1.0, 5000)]
    [InlineData(2, 0.25, 6250)]
    public void Exact_uniform_noise_changes_the_same_number_of_samples_in_every_class(int classes, double rate, int changed)
    {
        var labels = Labels.Draw($"uniform-excl-exact:{rate}", Labels.Cycling(Count, classes), classes);
        Assert.All(Enumerable.Range(0, classes), c => Assert.Equal(Count / classes - changed, Labels.Row(labels, c)[c]));
        Assert.Equal(rate, labels.RealisedRate);
    }

    [Fact]
    public void Exact_inclusive_noise_redraws_exactly_the_truncated_number()
    {
        // Redrawn samples cannot be counted where they drew their own class, so with many classes nearly all of them show.
        var labels = Labels.Draw("uniform-incl-exact:0.3", Labels.Cycling(9_999, 3_000), 3_000);
        Assert.InRange(labels.Flipped().Count(flipped => flipped), 2_999 - 8, 2_999);
    }

    [Fact]
    public void Uniform_noise_spreads_evenly_over_the_other_classes()
    {
        foreach (var name in new[] { "uniform-excl-sampled", "uniform-excl-exact", "uniform-incl-sampled", "uniform-incl-exact" })
        {
            var labels = Labels.Draw($"{name}:0.6", Labels.Cycling(Count, 5), 5);
            for (var c = 0; c < 5; c++)
            {
                var others = Labels.Row(labels, c).Where((_, given) => given != c).ToArray();
                var mean = others.Average();
                Assert.All(others, count => Assert.InRange(count, mean - 5 * Math.Sqrt(mean), mean + 5 * Math.Sqrt(mean)));
            }
        }
    }

    [Theory]
    [InlineData("pair", "01 12 23 34 45 56 67 78 89 90")]
    [InlineData("asym-mnist", "27 38 56 65")]
    [InlineData("asym-mnist-sr", "71 27 56 65 38")]
    [InlineData("asym-fashion-mnist", "06 24 57 75")]
    [InlineData("asym-cifar10", "91 20 35 53 47")]
    [InlineData("asym-cifar10-exact", "91 20 35 53 47")]
    [InlineData("asym-cifar10-per-class", "91 20 35 53 47")]
    public void Class_maps_lead_only_where_they_should(string name, string flips)
    {
        var labels = Labels.Draw($"{name}:0.3", Labels.Cycling(Count, 10), 10);
        var counts = labels.TransitionCounts();
        for (var from = 0; from < 10; from++)
            for (var to = 0; to < 10; to++)
            {
                var expected = flips.Contains($"{from}{to}", StringComparison.Ordinal) ? 0.3 : 0;
                if (from != to)
                    Assert.InRange(counts[from, to] / 5_000.0, expected == 0 ? 0 : expected - 0.033, expected == 0 ? 0 : expected + 0.033);
            }
    }

    [Fact]
    public void Exact_counts_are_of_all_samples_or_of_every_class()
    {
        var clean = Labels.Cycling(9_999, 10);
        Assert.Equal(2_999, Labels.Draw("uniform-excl-total:0.3", clean, 10).Flipped().Count(flipped => flipped));
        var perClass = Labels.Draw("asym-cifar10-per-class:0.4", clean, 10);
        Assert.Equal([399, 400, 400], ((int, int)[])[(9, 1), (3, 5), (5, 3)] is var flips ? flips.Select(flip => Labels.Row(perClass, flip.Item1)[flip.Item2]) : []);
        // Of int(0.4 N) = 3,999 samples about half are of a class that flips.
        Assert.InRange(Labels.Draw("asym-cifar10-exact:0.4", clean, 10).Flipped().Count(flipped => flipped), 2_000 - 125, 2_000 + 125);
    }

    [Fact]
    public void A_tridiagonal_flip_goes_to_either_neighbour_half_the_time()
    {
        var labels = Labels.Draw("trid:0.4", Labels.Cycling(Count, 10), 10);
        for (var k = 0; k < 10; k++)
        {
            var row = Labels.Row(labels, k);
            Assert.InRange(row[(k + 1) % 10], 1_000 - 150, 1_000 + 150);
            Assert.InRange(row[(k + 9) % 10], 1_000 - 150, 1_000 + 150);
            Assert.Equal(5_000, row[k] + row[(k + 1) % 10] + row[(k + 9) % 10]);
        }
        Assert.InRange(Labels.Draw("trid:0.4", Labels.Cycling(Count, 2), 2).RealisedRate, 0.39, 0.41);
    }

    [Fact]
    public void Sequential_passes_flip_a_share_of_the_cats_back()
    {
        var labels = Labels.Draw("asym-cifar10-sequential:0.4", Labels.Cycling(Count, 10), 10);
        Assert.Equal([0, 2_000, 0, 0, 0, 0, 0, 0, 0, 3_000], Labels.Row(labels, 9));
        // Of 7,000 dogs after the cats' pass 2,800 are flipped, about 800 of them cats that return; a hypergeometric count, standard
        // deviation 18.5.
        Assert.InRange(Labels.Row(labels, 3)[5], 1_200 - 93, 1_200 + 93);
        Assert.Equal(2_800, Labels.Row(labels, 5)[3] + 2_000 - Labels.Row(labels, 3)[5]);
        Assert.Equal(7_000 - 2_800, Labels.Row(labels, 3)[5] + Labels.Row(labels, 5)[5]);
    }

    [Fact]
    public void A_matrix_of_the_users_is_drawn_row_by_row()
    {
        var matrix = TransitionMatrix.Of(new[,] { { 0.5, 0.25, 0.25 }, { 0, 1, 0 }, { 0.1, 0, 0.9 } });
        var labels = NoisyLabels.Draw(matrix, Labels.Cycling(30_000, 3), 3, seed: 2);
        var counts = labels.TransitionCounts();
        for (var from = 0; from < 3; from++)
            for (var to = 0; to < 3; to++)
                Assert.InRange(counts[from, to], 10_000 * matrix[from, to] - 250, 10_000 * matrix[from, to] + 250);
        Assert.Equal(0, counts[1, 0] + counts[1, 2] + counts[2, 1]);
        Assert.Equal(("matrix", "matrix"), (labels.Spec, labels.Convention));
    }
}
