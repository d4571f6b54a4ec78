using Skeptic.Auditing;

namespace Skeptic.Tests;

public sealed class SignalTests
{
    /// <summary>Of four samples: losses of each epoch, then whether the label was said.</summary>
    private static readonly float[][] s_epochs =
    [
        [1, 4, 2, float.NaN, 1, 0, 0, 0],
        [0.5f, 4, 1, 3, 1, 0, 1, 0],
        [0.5f, 4, 3, 1, 1, 0, 0, 1],
        [0, 4, 2, 2, 1, 0, 1, 1],
    ];

    [Fact]
    public void Forgetting_counts_a_label_said_and_then_not_and_one_never_said_as_all_epochs() =>
        Assert.Equal([0, 4, 1, 0], TrainingSignals.ForgettingEvents(s_epochs, 4));

    [Fact]
    public void The_mean_loss_leaves_out_epochs_in_which_a_sample_was_not_met() => Assert.Equal([0.5, 4, 2, 2], TrainingSignals.MeanLoss(s_epochs, 4));

    [Fact]
    public void The_mixture_never_trusts_a_larger_loss_more()
    {
        double[] losses = [.. Enumerable.Range(0, 60).Select(i => 0.01 * i), .. Enumerable.Range(0, 20).Select(i => 3 + 0.05 * i), double.NaN];
        var trust = TrainingSignals.Mixture(losses);
        for (var i = 1; i < 80; i++) Assert.True(trust[i] <= trust[i - 1]);
        Assert.InRange(trust[0], 0.99, 1);
        Assert.InRange(trust[79], 0, 0.01);
        Assert.True(double.IsNaN(trust[80]));
        Assert.All(TrainingSignals.Mixture([2, 2, 2]), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Scores_of_a_row_are_those_of_the_audit()
    {
        var some = SomeAudits.Draw(3, 200, 4, 0.2);
        var audit = some.Audit();
        for (var i = 0; i < some.Count; i++)
        {
            var scores = RowScores.Of([.. some.Rows[(4 * i)..(4 * i + 4)].Select(p => (float)p)], some.Labels[i]);
            Assert.Equal(audit.SelfConfidence[i], scores.SelfConfidence, 1e-6);
            Assert.Equal(audit.NormalizedMargin[i], scores.NormalizedMargin, 1e-6);
            Assert.Equal(audit.ConfidenceWeightedEntropy[i], scores.ConfidenceWeightedEntropy, 1e-4);
        }
    }

    [Fact]
    public void Weights_follow_merit_beyond_chance()
    {
        WeighedSignal Of(double merit) => new(new("", []), merit, 0);
        Assert.Equal([0.75, 0.25, 0, 0], SignalTable.Weights([Of(0.8), Of(0.6), Of(0.4), Of(double.NaN)]), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.5, 0.5], SignalTable.Weights([Of(double.NaN), Of(double.NaN)]));
    }

    [Fact]
    public void Ranks_are_averaged_and_a_silent_signal_leaves_its_weight_to_the_others()
    {
        WeighedSignal Of(double weight, params double[] values) => new(new("", values), 1, weight);
        Assert.Equal([1.0 / 4, 2.0 / 4, 3.0 / 4, 1], SignalTable.Combine([Of(1, -5, 0, 1, 70)]));
        // Ranks of the second, of three numbers: 1, silent, 2.5, 2.5.
        Assert.Equal([(0.75 * 1 + 0.25 / 3), 0.5, 0.75 * 0.75 + 0.25 * 2.5 / 3, 0.75 * 0.25 + 0.25 * 2.5 / 3],
            SignalTable.Combine([Of(0.75, 9, 2, 3, 1), Of(0.25, 0, double.NaN, 8, 8), Of(0, 4, 3, 2, 1)]), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Merit_is_one_of_a_signal_that_ranks_planted_labels_first()
    {
        int[] given = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        var plan = FoldPlan.Make(given, ["a", "b"], 4, 0.04, 1);
        Assert.Equal(1, PlantedMerit.Of(plan, new double[100], (_, _) => -1));
        Assert.Equal(0.5, PlantedMerit.Of(plan, new double[100], (_, _) => 0));
        Assert.Equal(0, PlantedMerit.Of(plan, new double[100], (_, _) => 1));
        Assert.Equal(1, PlantedMerit.Of(plan, fold => [.. plan.Trained(fold).Select(i => plan.Planted[fold].Any(one => one.Sample == i) ? 0.0 : 1)]));
        Assert.True(double.IsNaN(PlantedMerit.Of(FoldPlan.Make(given, ["a", "b"], 4, 0, 1), new double[100], (_, _) => 0)));
    }

    [Fact]
    public void A_sample_is_typical_beside_its_own_class()
    {
        // A dense class, a loose one, and a sample of each that is three times as far as is usual there.
        double[] mean = [.. Enumerable.Repeat(0.1, 20), .. Enumerable.Repeat(0.9, 20), 0.3, 2.7];
        int[] predicted = [.. Enumerable.Repeat(0, 20), .. Enumerable.Repeat(1, 20), 0, 1];
        var typicality = NeighbourSignals.BesideClass(mean, predicted);
        Assert.All(typicality[..40], value => Assert.Equal(1, value, 1e-4));
        Assert.All(typicality[40..], value => Assert.Equal(1 / 3.0, value, 1e-4));
    }

    [Fact]
    public void Outliers_lie_beyond_the_fence_of_either_measure()
    {
        double[] ordinary = [.. Enumerable.Range(0, 100).Select(i => 0.9 + 0.002 * i)], odd = [.. ordinary], other = [.. ordinary];
        (odd[7], other[9]) = (0.1, 0.05);
        Assert.Equal([9, 7], NeighbourSignals.Outliers(odd, other));
        Assert.Empty(NeighbourSignals.Outliers(ordinary, ordinary));
        Assert.Empty(NeighbourSignals.Outliers([.. Enumerable.Repeat(1.0, 50), 0.95]));
    }
}
