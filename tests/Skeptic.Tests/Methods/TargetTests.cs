namespace Skeptic.Tests;

/// <summary>Methods that change what a loss compares with, against their formulas.</summary>
public sealed class TargetTests
{
    private static readonly double[] s_logits = [0.3, -1.2, 2.1, 0.4, 1.5, 1.4, -0.6, 0.2];
    private static readonly int[] s_labels = [1, 3];

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.7)]
    public void Smoothed_labels_are_compared_with_in_full(double epsilon)
    {
        using var probe = new LossProbe("label-smoothing", 2, 4, $"method.label-smoothing.epsilon={epsilon}");
        Check(probe, (row, y) => [.. row.Select((_, k) => (k == y ? 1 - epsilon : 0) + epsilon / 4)], throughTarget: false);
    }

    [Fact]
    public void Hard_bootstrapping_mixes_in_the_networks_own_class()
    {
        using var probe = new LossProbe("bootstrap-hard", 2, 4);
        Check(probe, (row, y) => [.. row.Select((p, k) => (k == y ? 0.8 : 0) + (p == row.Max() ? 0.2 : 0))], throughTarget: false);
    }

    [Fact]
    public void Soft_bootstrapping_mixes_in_the_networks_probabilities_with_their_gradient()
    {
        using var probe = new LossProbe("bootstrap-soft", 2, 4, "method.bootstrap-soft.beta=0.75");
        Check(probe, (row, y) => [.. row.Select((p, k) => (k == y ? 0.75 : 0) + 0.25 * p)], throughTarget: true);
    }

    [Fact]
    public void Methods_on_targets_are_chained_in_their_order()
    {
        using var probe = new LossProbe("label-smoothing+bootstrap-hard", 2, 4, "method.label-smoothing.epsilon=0.2");
        Check(probe, (row, y) => [.. row.Select((p, k) => 0.8 * ((k == y ? 0.8 : 0) + 0.05) + (p == row.Max() ? 0.2 : 0))], throughTarget: false);
    }

    /// <param name="targets">Of a row of probabilities and its label.</param>
    /// <param name="throughTarget">Whether the target passes gradient: then it is part of what finite differences see.</param>
    private static void Check(LossProbe probe, Func<double[], int, double[]> targets, bool throughTarget)
    {
        double Objective(double[] logits, double[][] fixedTargets) => logits.Chunk(4).Select((row, i) =>
        {
            var p = Softmax(row);
            var target = throughTarget ? targets(p, s_labels[i]) : fixedTargets[i];
            return -target.Zip(p, (t, share) => t * Math.Log(share)).Sum();
        }).Average();

        double[][] given = [.. s_logits.Chunk(4).Select((row, i) => targets(Softmax(row), s_labels[i]))];
        var seen = probe.Of(s_logits, s_labels);
        // One-hot rows are float32.
        Near.Equal(Objective(s_logits, given), seen.Objective, "loss", new Tolerance(1e-7, 0));
        var gradient = seen.OfLogits();
        for (var i = 0; i < s_logits.Length; i++)
        {
            double Moved(double by) => Objective([.. s_logits.Select((logit, j) => j == i ? logit + by : logit)], given);
            Near.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, gradient[i], $"slope of logit {i}", new Tolerance(1e-6, 1e-7));
        }
    }

    private static double[] Softmax(double[] row) => [.. row.Select(logit => Math.Exp(logit) / row.Sum(Math.Exp))];
}
