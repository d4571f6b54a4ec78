using Skeptic.Methods;
using Skeptic.Theory;

namespace Skeptic.Tests.Theory;

/// <summary>The symmetric condition of losses, where it is known.</summary>
public sealed class SymmetricConditionTests
{
    private static readonly SymmetryOptions s_options = new([0.5, 0.1], Outputs: 60);

    [Theory]
    [InlineData("mae", 18)] // 2 (K - 1)
    [InlineData("nce", 1)]
    [InlineData("nmae", 1)]
    [InlineData("ngce", 1)]
    public void Losses_with_a_constant_sum_are_found_symmetric(string loss, double sum)
    {
        var row = SymmetricCondition.Row(loss, s_options);
        Assert.Equal("symmetric", row.Verdict);
        Assert.Equal(sum, row.Plain.Mean, 3);
        Assert.InRange(row.Plain.Relative, 0, 1e-5);
    }

    [Fact]
    public void Cross_entropy_is_symmetric_over_permutations_alone()
    {
        var row = SymmetricCondition.Row("ce", s_options);
        Assert.StartsWith("not, but for permutations", row.Verdict, StringComparison.Ordinal);
        // Undecided: K ln K is the least that the sum can be.
        Assert.True(row.Plain.Mean > 10 * Math.Log(10));
        Assert.True(row.Plain.Relative > 1);
        Assert.InRange(row.Fixed.Relative, 0, 1e-12);
    }

    [Fact]
    public void Logits_of_length_one_bring_cross_entropy_nearer_at_a_high_temperature()
    {
        var row = SymmetricCondition.Row("ce", new SymmetryOptions([10, 1, 0.1], Outputs: 60));
        Assert.True(row.Normalised[0].Relative < row.Normalised[1].Relative && row.Normalised[1].Relative < row.Normalised[2].Relative);
        Assert.InRange(row.Normalised[0].Relative, 0, 1e-3);
        Assert.StartsWith("nearly (normalised, tau 10)", row.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sum_of_generalised_cross_entropy_stays_within_its_bounds()
    {
        var row = SymmetricCondition.Row("gce", new SymmetryOptions([0.5], Outputs: 60));
        var plain = row.Plain;
        // (K - sum p^q) / q lies between (K - K^(1-q)) / q and (K - 1) / q.
        Assert.InRange(plain.Spread, 0, (Math.Pow(10, 0.3) - 1) / 0.7 + 1e-6);
        Assert.InRange(plain.Mean, (10 - Math.Pow(10, 0.3)) / 0.7, 9 / 0.7 + 1e-4);
    }

    [Fact]
    public void Every_loss_of_the_catalogue_is_there()
    {
        var losses = SymmetricCondition.Losses();
        Assert.Superset(new HashSet<string>(["ce", "gce", "mae", "focal", "sce", "rce", "nce", "nfl", "ngce", "phuber-ce", "agce", "aul", "ael", "anl", "nl", "squared-error", "label-smoothing"]), new HashSet<string>(losses));
        Assert.All(losses, loss => Assert.Contains(MethodCatalogue.All, entry => entry.Key == loss));
        Assert.DoesNotContain("sop", losses);
        var tiny = new SymmetryOptions([1], Classes: 3, Outputs: 8);
        foreach (var row in SymmetricCondition.Table(tiny))
        {
            Assert.True(double.IsFinite(row.Plain.Mean), row.Loss);
            Assert.Equal(row.Plain.Relative, row.Sharpened[0].Relative, 1e-5); // A temperature of 1 changes nothing.
        }
    }
}
