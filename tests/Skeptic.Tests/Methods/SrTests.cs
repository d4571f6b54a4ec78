using Skeptic.Randomness;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class SrTests
{
    private static readonly int[] s_labels = [0, 1, 2];

    [Theory]
    [InlineData(true, 0.5, 0.1)]
    [InlineData(true, 1, 0.5)]
    [InlineData(false, 1, 0.1)]
    [InlineData(false, 2, 0.9)]
    public void The_gradient_is_that_of_finite_differences(bool normalise, double tau, double p)
    {
        const double step = 1e-6;
        using var probe = new LossProbe(
            "ce+sr", 3, 4, "method.ce.weight=0", $"method.sr.tau={tau}", $"method.sr.p={p}", $"method.sr.normalise={(normalise ? "true" : "false")}", "method.sr.lambda=1.7");
        var draws = new RandomStream(7);
        for (var trial = 0; trial < 5; trial++)
        {
            double[] logits = [.. Enumerable.Range(0, 12).Select(_ => 2 * draws.NextGaussian())];
            var gradient = probe.Of(logits, s_labels).OfLogits();
            for (var i = 0; i < logits.Length; i++)
            {
                double Moved(double by) => probe.Of([.. logits.Select((logit, j) => j == i ? logit + by : logit)], s_labels).Objective;
                Near.Equal((Moved(step) - Moved(-step)) / (2 * step), gradient[i], $"slope of logit {i}", new Tolerance(1e-6, 1e-8));
            }
        }
    }

    [Fact]
    public void One_hot_outputs_have_the_smallest_regulariser_and_even_ones_the_largest()
    {
        using var probe = new LossProbe("ce+sr", 1, 10, "method.ce.weight=0", "method.sr.lambda=1");
        var sure = new double[10];
        sure[3] = 100;
        // The floor of 1e-7 makes zeros count: 1 + 9 (1e-7)^0.1.
        Near.Equal(2.7957, probe.Of(sure, [3]).Objective, "one-hot", new Tolerance(1e-4, 0));
        Near.Equal(Math.Pow(10, 0.9), probe.Of(new double[10], [3]).Objective, "even", Tolerance.Formula);
    }

    [Fact]
    public void Logits_of_length_zero_have_a_finite_gradient()
    {
        using var probe = new LossProbe("ce+sr", 1, 4, "method.sr.normalise=true");
        Assert.All(probe.Of(new double[4], [1]).OfLogits(), slope => Assert.True(double.IsFinite(slope)));
    }

    [Fact]
    public void An_epoch_tells_how_sparse_its_outputs_were_and_the_next_starts_at_nothing()
    {
        using var probe = new LossProbe("ce+sr", 2, 3, "method.sr.tau=0.5");
        double[] logits = [3, 0, 0, 0.2, 0.1, 0];
        probe.Of(logits, [0, 1]);
        var method = probe.Harness.Run.Method;
        var expected = logits.Chunk(3).Select(row => Math.Exp(row[0] / 0.5) / row.Sum(logit => Math.Exp(logit / 0.5))).ToArray();
        Assert.True(expected[0] > 0.99 && expected[1] < 0.99);
        var numbers = method.Numbers(new Clock(5, 10))!;
        Near.Equal(expected.Average(), numbers["sr.sparseRate"], "sparse rate");
        Assert.Equal((0.5, 8), (numbers["sr.oneHot"], numbers["sr.lambda"]));
        Assert.Equal(0, method.Numbers(new Clock(6, 10))!["sr.sparseRate"]);
    }

    [Fact]
    public void Normalised_outputs_cannot_be_one_hot_so_that_share_leaves_normalisation_out()
    {
        using var probe = new LossProbe("ce+sr", 1, 10, "method.sr.tau=0.5", "method.sr.normalise=true");
        probe.Of([100, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0]);
        var numbers = probe.Harness.Run.Method.Numbers(new Clock(0, 10))!;
        Assert.InRange(numbers["sr.sparseRate"], 0.4, 0.4779);
        Assert.Equal(1, numbers["sr.oneHot"]);
    }

    [Fact]
    public void A_runs_log_keeps_the_numbers()
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRun.Recipe("elr+sr", "method.sr.every=1");
        var trained = TinyRun.Train(recipe, folder["run"]);
        using var directory = RunDirectory.Open(folder["run"], recipe);
        Assert.Equal(trained.Outcome.Epochs, directory.ReadEpochs());
        Assert.Equal([4, 8, 16, 32], directory.ReadEpochs().Select(epoch => epoch.Method!["sr.lambda"]));
        Assert.All(directory.ReadEpochs(), epoch => Assert.InRange(epoch.Method!["sr.sparseRate"], 1 / 3.0, 1));
        Assert.Contains("\"method\":{\"sr.lambda\":4", File.ReadAllText(Path.Combine(folder["run"], "events.jsonl")).Replace(" ", ""));
    }

    [Fact]
    public void Runs_without_such_methods_log_none() => Assert.All(TinyRun.Train(TinyRun.Recipe("ce", "epochs=1")).Epochs, epoch => Assert.Null(epoch.Method));
}
