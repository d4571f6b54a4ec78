using System.Text.Json.Nodes;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>The order of a step's stages, and what the branches of a step see of each other.</summary>
public sealed class StageTests
{
    [Fact]
    public void Branches_move_in_lockstep_through_the_stages()
    {
        var log = new List<string>();
        using var harness = Harness("co-teaching", () => [new Recorder("a", log), new PartRecorder("b", log)]);
        harness.Step([0, 1, 2, 3], [0, 1, 2, 0]);
        Assert.Equal(
            """
            a examples 0
            a examples 1
            a outputs 0
            b outputs 0
            a outputs 1
            b outputs 1
            a losses 0
            a losses 1
            a weights 0, no gradient
            b weights 0, no gradient
            a weights 1, no gradient
            b weights 1, no gradient
            a penalty 0
            b penalty 0
            a penalty 1
            b penalty 1
            a gradients 0, no gradient
            b gradients 0, no gradient
            a gradients 1, no gradient
            b gradients 1, no gradient
            a decay 0, no gradient
            b decay 0, no gradient
            a decay 1, no gradient
            b decay 1, no gradient
            a observe 0, no gradient
            b observe 0, no gradient
            a observe 1, no gradient
            b observe 1, no gradient
            """.ReplaceLineEndings("\n").Split('\n').Select(line => line.StartsWith("a examples", StringComparison.Ordinal) ? line + ", no gradient" : line),
            log);
    }

    [Fact]
    public void The_objective_is_the_mean_of_weight_times_loss_plus_all_penalties()
    {
        var log = new List<string>();
        using var harness = Harness("cdr", () => [new Recorder("a", log), new PartRecorder("b", log)]);
        var seen = harness.Step([0, 1, 2, 3], [0, 1, 2, 0]);
        // Outputs add 1 to class 0 and double; losses are 1, 2, 3, 4; weights 2 and 0.5; penalties 10 and 100.
        Assert.Equal([2, 0, 0, 2, 0, 0, 2, 0, 0, 2, 0, 0], seen.Only.Logits);
        Assert.Equal([1, 1, 1, 1], seen.Only.Weights!);
        Near.Equal(2.5 + 110, seen.Objective, "objective");
    }

    [Fact]
    public void Two_views_go_through_the_outputs_one_by_one()
    {
        var log = new List<string>();
        using var harness = Harness("aux", () => [new TwoViews(), new PartRecorder("b", log)], rows: 8);
        harness.SetRows("b", new Numbers([.. Enumerable.Range(0, 12).Select(i => (double)i)], [4, 3]));
        var seen = harness.Step([2, 0, 1, 3], new Numbers(new double[8], [8, 1]), [0, 1, 2, 0]);
        Assert.Equal(2, log.Count(line => line == "b outputs 0"));
        // lambda b of the same samples in both views, doubled by the second part.
        double[] once = [.. new[] { 2, 0, 1, 3 }.SelectMany(i => new[] { 3 * i, 3 * i + 1, 3 * i + 2 }).Select(b => 2.0 * 8 * b)];
        Assert.Equal([.. once, .. once], seen.Only.Logits);
        Assert.Equal(4, seen.Only.Losses.Length);
    }

    [Theory]
    [InlineData("aux", "b")]
    [InlineData("elr", "target")]
    [InlineData("sop", "u")]
    public void A_per_sample_look_up_on_mixed_rows_is_refused(string method, string name)
    {
        using var harness = Harness(method, () => [new Mixed()]);
        var refused = Assert.Throws<CompositionException>(() => harness.Step([0, 1, 2, 3], [0, 1, 2, 0]));
        Assert.Equal($"'{name}' is kept per sample, but this step's rows are mixtures of samples", refused.Message);
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("gce")]
    public void Losses_take_mixed_targets(string method)
    {
        using var harness = Harness(method, () => [new Mixed()]);
        // Uniform logits: the loss of a mixture is that of either class.
        var seen = harness.Step([0, 1, 2, 3], [0, 1, 2, 0]);
        var expected = method == "ce" ? Math.Log(3) : (1 - Math.Pow(1 / 3.0, 0.7)) / 0.7;
        Near.Equal([expected, expected, expected, expected], seen.Only.Losses, "losses");
        Assert.Equal(0, harness.Run.Watch.Class.ToArray<long>().Count(c => c >= 0));
    }

    [Fact]
    public void Asking_for_a_stage_that_was_not_reached_is_an_error()
    {
        using var harness = Harness("ce", () => [new TooEarly()]);
        Assert.Contains("has not been reached", Assert.Throws<InvalidOperationException>(() => harness.Step([0, 1, 2, 3], [0, 1, 2, 0])).Message);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(50)]
    public void Clipping_comes_after_the_methods_and_bounds_each_networks_gradient(double limit)
    {
        using var harness = new StepHarness(
            new JsonObject { ["method"] = "co-teaching", ["noise"] = "symmetric:0.2", ["clipNorm"] = limit }, 4, 3, () => new FixedLogits(4, 3)) { Also = [new Tripled()] };
        foreach (var branch in harness.Step([0, 1, 2, 3], [0, 1, 2, 0]).Branches)
        {
            var (raw, used) = (branch.RawGradients["logits"], branch.Gradients["logits"]);
            var norm = 3 * Math.Sqrt(raw.Sum(g => g * g));
            Near.Equal([.. raw.Select(g => 3 * g * Math.Min(1, limit / norm))], used, "gradient");
        }
    }

    [Fact]
    public void Only_the_visited_rows_of_a_variable_move()
    {
        using var harness = Harness("aux", () => []);
        harness.Step([1, 3], [0, 2]);
        var b = harness.Rows("b");
        Assert.Equal(new double[3], b[..3]);
        Assert.Equal(new double[3], b[6..9]);
        Assert.True(b[3] > 0 && b[4] < 0 && b[11] > 0);
    }

    [Fact]
    public void The_schedule_scales_rows_that_follow_it_and_no_others()
    {
        var inputs = new Numbers(new double[4], [4, 1]);
        double[] Moved(string method, string rows, double rate)
        {
            using var harness = Harness(method, () => []);
            var before = harness.Rows(rows);
            harness.Step([0, 1, 2, 3], inputs, [0, 1, 2, 0], rate: rate);
            return [.. harness.Rows(rows).Zip(before, (after, first) => after - first)];
        }

        Near.Equal([.. Moved("aux", "b", 1).Select(moved => moved / 8)], Moved("aux", "b", 0.125), "b");
        Assert.Equal(Moved("sop", "u", 1), Moved("sop", "u", 0.125));
    }

    private static StepHarness Harness(string method, Func<IReadOnlyList<IMethod>> also, int rows = 4) =>
        new(new JsonObject { ["method"] = method, ["noise"] = "symmetric:0.2" }, 4, 3, () => new FixedLogits(rows, 3)) { Also = also() };

    /// <summary>Writes down when it is asked at the stages that several methods may share.</summary>
    private class PartRecorder(string name, List<string> log) : IOutputs, IWeights, IPenalty, IGradients, IDecay, IObserve
    {
        public virtual Tensor Outputs(Branch branch, Tensor logits) => Note("outputs", branch, logits * 2);

        public virtual Tensor Weights(Branch branch) => Note("weights", branch, Tensor.Full([branch.Batch.Size], 0.5));

        public virtual Tensor Penalty(Branch branch) => Note("penalty", branch, Tensor.Full([], 100));

        public void Gradients(Branch branch) => Note("gradients", branch, 0);

        public void Decay(Branch branch) => Note("decay", branch, 0);

        public void Observe(Branch branch) => Note("observe", branch, 0);

        protected T Note<T>(string stage, Branch branch, T value)
        {
            log.Add($"{name} {stage} {branch.Network.Id}{(Grad.Enabled ? "" : ", no gradient")}");
            return value;
        }
    }

    /// <summary>The same of every stage.</summary>
    private sealed class Recorder(string name, List<string> log) : PartRecorder(name, log), IExamples, ILosses
    {
        public Examples Examples(Branch branch) => Note("examples", branch, new Examples(branch.Batch.Inputs, branch.Batch.Labels, branch.Batch.Index, 3));

        public override Tensor Outputs(Branch branch, Tensor logits) => Note("outputs", branch, logits + Tensor.From<float>([1, 0, 0], [1, 3]));

        public Tensor Losses(Branch branch) => Note("losses", branch, branch.Logits.Sum(1) * 0 + Tensor.From<float>([1, 2, 3, 4], [4]));

        public override Tensor Weights(Branch branch) => Note("weights", branch, Tensor.Full([branch.Batch.Size], 2));

        public override Tensor Penalty(Branch branch) => Note("penalty", branch, Tensor.Full([], 10));
    }

    private sealed class TwoViews : IExamples
    {
        public Examples Examples(Branch branch) => new(branch.Batch.Inputs, branch.Batch.Labels, branch.Batch.Index, 3, views: 2);
    }

    /// <summary>Half of each row's class, half of the next row's.</summary>
    private sealed class Mixed : IExamples
    {
        public Examples Examples(Branch branch)
        {
            var targets = branch.Batch.Labels.OneHot(3);
            var next = Tensor.Cat([targets.Rows(1, branch.Batch.Size - 1), targets.Rows(0, 1)]);
            return new Examples(branch.Batch.Inputs, (targets + next) / 2);
        }
    }

    private sealed class Tripled : IGradients
    {
        public void Gradients(Branch branch)
        {
            foreach (var (_, value) in branch.Network.Model.Parameters) value.Grad!.MultiplyInPlace(3);
        }
    }

    private sealed class TooEarly : IOutputs
    {
        public Tensor Outputs(Branch branch, Tensor logits) => branch.Losses;
    }
}
