using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Two networks, one after the other, each with its peer's average as teacher.</summary>
public sealed class ElrPlusTests
{
    [Fact]
    public void An_epoch_trains_one_network_after_the_other()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("elr-plus"), workplace);
        var plan = run.Method.Plan(run, new Clock(0, 4));
        Assert.Equal([0, 1], plan.Passes.Select(pass => Assert.Single(pass.Train).Id));
        Assert.All(plan.Passes, pass => Assert.Null(pass.Samples));
    }

    [Fact]
    public void A_step_moves_its_own_network_and_average_and_the_peers_batch_statistics_alone()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("elr-plus", "optimiser.weightDecay=0"), workplace);
        var before = TinyRun.Hashes(run);
        Step(run, run.Networks[0]);
        var changed = TinyRun.Hashes(run).Where(tensor => !before.TryGetValue(tensor.Key, out var hash) || hash != tensor.Value).Select(tensor => tensor.Key).ToList();
        Assert.Contains("per-sample0.target", changed);
        Assert.DoesNotContain("per-sample1.target", changed);
        Assert.Contains(changed, name => name.StartsWith("average0.0.", StringComparison.Ordinal));
        Assert.Contains(changed, name => name.StartsWith("network0.", StringComparison.Ordinal));
        Assert.DoesNotContain(changed, name => name.StartsWith("network1.", StringComparison.Ordinal) || name.StartsWith("optimiser1.", StringComparison.Ordinal));
        // The teacher sees the batch in training mode, and its own running statistics follow.
        var teacher = changed.Where(name => name.StartsWith("average0.1.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(teacher);
        Assert.All(teacher, name => Assert.Matches("running_mean|running_var|num_batches_tracked", name));
    }

    [Fact]
    public void Averages_start_from_weights_of_their_own()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("elr-plus"), workplace);
        var weights = TinyRun.Hashes(run).Where(tensor => tensor.Key.EndsWith("fc1.weight", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, weights.Count);
        Assert.Equal(4, weights.Select(tensor => tensor.Value).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.2)]
    [InlineData(0)]
    public void A_mixed_row_is_its_own_sample_for_the_most_part(double alpha)
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("elr-plus"), workplace);
        using var scope = Scope.Open();
        for (var step = 0; step < 20; step++)
        {
            var batch = run.Training.Batch(Tensor.Arange(16)) with { Step = step };
            var branch = new Branch(run, new Clock(0, 4), run.Networks[0], batch);
            var mixture = Mixture.Draw(branch, alpha, ownMost: true);
            var share = mixture.Share.ToArray<float>().Single();
            Assert.InRange(share, alpha == 0 ? 1 : 0.5, 1);
            Assert.Equal(mixture.Partners.ToArray<long>(), Mixture.Draw(branch, alpha, ownMost: true).Partners.ToArray<long>());
            if (alpha == 0) Assert.Equal(batch.Inputs.ToArray<float>(), mixture.Of(batch.Inputs).ToArray<float>());
        }
    }

    [Theory]
    [InlineData(3, null, false)]
    [InlineData(100, null, true)]
    [InlineData(100, false, false)]
    [InlineData(3, true, true)]
    public void Labels_are_multiplied_by_targets_at_100_classes_or_when_asked(int classes, bool? asked, bool multiplied)
    {
        using var probe = new LossProbe("elr-plus", 2, classes, inDouble: false, asked is { } word ? [$"method.elr-plus.reweight={(word ? "true" : "false")}", "method.elr-plus.lambda=0"] : ["method.elr-plus.lambda=0"]);
        var logits = new double[2 * classes];
        logits[0] = logits[classes + 1] = 1;
        // Both rows have the label 1, so a mixture has it too: multiplied by anything, it is 1 again once it sums to 1.
        var loss = probe.Of(logits, [1, 1]).Branches[0].Losses;
        Near.Equal([Math.Log(Math.E + classes - 1), Math.Log(Math.E + classes - 1) - 1], loss, "losses of one label");
        // Labels 0 and 1 are mixed where targets differ from label to label.
        var method = probe.Harness.Run.Method.Parts.OfType<ElrPlus>().Single();
        method.Mix = _ => new Mixture(Tensor.From<int>([1, 0], [2]).To(ScalarType.Int64), Tensor.From<double>([0.75], [1]).To(ScalarType.Float32));
        using var table = Scope.Open();
        foreach (var network in probe.Harness.Run.Networks)
        {
            var rows = new double[Math.Max(2, classes) * classes];
            rows[0] = rows[classes] = 0.9;
            rows[1] = rows[classes + 1] = 0.1;
            probe.Harness.Run.State().Single(tensor => tensor.Name == $"per-sample{network.Id}.target").Value.CopyFrom(new Numbers(rows, [rows.Length / classes, classes]).ToTensor());
        }
        var mixed = probe.Of(logits, [0, 1]).Branches[0].Losses[0];
        var high = Math.Log(Math.E + classes - 1);
        var plain = 0.75 * (high - 1) + 0.25 * high;
        Assert.Equal(multiplied, Math.Abs(mixed - plain) > 1e-3);
    }

    [Fact]
    public void What_rises_over_steps_counts_those_of_the_first_network()
    {
        Assert.Equal(Math.Exp(-5), ElrPlus.RampUp(0, 10), 12);
        Assert.Equal(Math.Exp(-1.25), ElrPlus.RampUp(5, 10), 12);
        Assert.Equal(1, ElrPlus.RampUp(11, 10));
        // Seven steps an epoch: the fourth step of the second epoch is the eleventh of either network.
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("elr-plus", "method.elr-plus.averageSteps=0", "method.elr-plus.averageRate=0.999"), workplace);
        using var scope = Scope.Open();
        foreach (var network in run.Networks)
        {
            var average = run.State().Single(tensor => tensor.Name == $"average0.{network.Id}.fc2.bias").Value;
            var old = Numbers.Of(average);
            Step(run, network, epoch: 1, step: 3);
            var live = Numbers.Of(network.Model.Parameters.Single(parameter => parameter.Name == "fc2.bias").Value);
            Near.Equal([.. old.Zip(live, (was, now) => was * 11 / 12 + now / 12)], Numbers.Of(average), "average");
        }
    }

    private static void Step(Run run, Network network, int epoch = 0, int step = 0)
    {
        using var scope = Scope.Open();
        var batch = run.Training.Batch(Tensor.Arange(16)) with { Pass = network.Id, Step = step };
        TrainingStep.Take(run, run.Method, new Clock(epoch, 4), new Pass([network]), batch, 1);
    }
}
