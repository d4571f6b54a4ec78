using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Who is believed, who learns from whom, and what happens where a division fails.</summary>
public sealed class DivideMixTests
{
    [Fact]
    public void While_warming_up_each_network_learns_alone_from_all_labels()
    {
        using var tiny = new Tiny("method.divide-mix.warmUp=2");
        var plan = tiny.Plan(1);
        Assert.Equal("warm-up", plan.Phase);
        Assert.Equal([0, 1], plan.Passes.Select(pass => Assert.Single(pass.Train).Id));
        Assert.All(plan.Passes, pass => Assert.True(pass is { Samples: null, Beside: null }));
    }

    [Fact]
    public void Each_network_learns_from_the_labels_that_its_peer_believes_and_from_the_other_samples_without_theirs()
    {
        using var tiny = new Tiny();
        using var scope = Scope.Open();
        var plan = tiny.Plan(1);
        Assert.Equal("divide", plan.Phase);
        foreach (var (own, pass) in plan.Passes.Index())
        {
            Assert.Equal(own, Assert.Single(pass.Train).Id);
            var clean = Numbers.Of(tiny.Run.State().Single(tensor => tensor.Name == $"per-sample{1 - own}.clean").Value);
            var believed = clean.Index().Where(sample => sample.Item > 0.5).Select(sample => (double)sample.Index).ToArray();
            Assert.InRange(believed.Length, 16, 106);
            Assert.Equal(believed, Numbers.Of(pass.Samples!));
            Assert.Equal(Enumerable.Range(0, 108).Select(i => (double)i).Except(believed), Numbers.Of(pass.Beside!));
        }
    }

    [Fact]
    public void Unlabelled_samples_come_in_rounds_each_in_a_new_order()
    {
        using var tiny = new Tiny("batch=4");
        using var scope = Scope.Open();
        var beside = Tensor.From([3L, 5, 8, 13, 21, 34]);
        var batches = BesideBatches.Of(tiny.Run, new Pass(tiny.Run.Networks, Beside: beside), new Clock(1, 4), 0)!;
        var seen = new List<double[]>();
        for (var step = 0; step < 6; step++)
        {
            batches.Reach(step);
            seen.Add(Numbers.Of(batches.At(step).Index));
        }
        Assert.Equal([4, 2, 4, 2, 4, 2], seen.Select(batch => batch.Length));
        double[][] rounds = [[.. seen[0], .. seen[1]], [.. seen[2], .. seen[3]], [.. seen[4], .. seen[5]]];
        Assert.All(rounds, round => Assert.Equal([3, 5, 8, 13, 21, 34], round.Order()));
        Assert.Equal(3, rounds.Select(round => string.Join(",", round)).Distinct().Count());

        // A step alone shows what it shows in its turn.
        var late = BesideBatches.Of(tiny.Run, new Pass(tiny.Run.Networks, Beside: beside), new Clock(1, 4), 0)!;
        late.Reach(4);
        Assert.Equal(seen[4], Numbers.Of(late.At(4).Index));
        Assert.Null(BesideBatches.Of(tiny.Run, new Pass(tiny.Run.Networks), new Clock(1, 4), 0));
    }

    [Fact]
    public void Where_next_to_no_label_is_believed_those_of_the_smallest_losses_are()
    {
        using var tiny = new Tiny("method.divide-mix.threshold=0.9999999", "batch=64");
        using var scope = Scope.Open();
        var plan = tiny.Plan(1);
        // 30 % of the labels are wrong, by name.
        Assert.All(plan.Passes, pass => Assert.Equal((long)(0.7 * 108), pass.Samples!.Count));
        var losses = Numbers.Of(tiny.Run.LogitsOf(tiny.Run.Networks[1]).CrossEntropy(tiny.Run.GivenLabels));
        Assert.Equal(losses.Index().OrderBy(loss => loss.Item).Take(75).Select(loss => (double)loss.Index).Order(), Numbers.Of(plan.Passes[0].Samples!));
        Assert.Equal(2, tiny.Run.Method.Numbers(new Clock(1, 4))!["divide-mix.fallBacks"]);
    }

    [Fact]
    public void Every_epoch_says_how_many_labels_were_believed()
    {
        var outcome = TinyRun.Train(TinyRun.Recipe("divide-mix")).Outcome;
        Assert.Null(outcome.Epochs[0].Method);
        foreach (var epoch in outcome.Epochs.Skip(1))
        {
            Assert.InRange(epoch.Method!["divide-mix.believed1"], 0.1, 1);
            Assert.InRange(epoch.Method["divide-mix.believed2"], 0.1, 1);
            Assert.Equal(0, epoch.Method["divide-mix.fallBacks"]);
        }
    }

    [Fact]
    public void A_step_without_unlabelled_samples_learns_from_labels_alone()
    {
        using var tiny = new Tiny();
        using var scope = Scope.Open();
        var batch = tiny.Run.Training.Batch(Tensor.Arange(16));
        var objective = TrainingStep.Take(tiny.Run, tiny.Run.Method, new Clock(3, 4), new Pass([tiny.Run.Networks[0]]), batch, 1);
        Assert.True(double.IsFinite(objective.ToDouble()));
    }

    [Fact]
    public void A_network_that_says_the_same_of_all_samples_ends_the_run_with_a_sentence()
    {
        using var harness = new StepHarness(Recipe("none"), 40, 3, () => new FixedLogits(40, 3));
        var error = Assert.Throws<RunException>(() => harness.Run.Method.Plan(harness.Run, new Clock(1, 4)));
        Assert.StartsWith("every training sample has the loss 1.0986: the network says the same of all, so its labels cannot be divided", error.Message);
    }

    [Theory]
    [InlineData("none", null, 1.0986123)]
    [InlineData("symmetric:0.2", null, 1.0986123)]
    [InlineData("pair:0.2", null, 0)]
    [InlineData("symmetric:0.2", true, 0)]
    [InlineData("pair:0.2", false, 1.0986123)]
    public void Sureness_costs_while_warming_up_unless_noise_is_symmetric(string noise, bool? penalty, double objective)
    {
        var recipe = Recipe(noise);
        if (penalty is not null) SettingsTree.Assign(recipe, $"method.divide-mix.warmUpPenalty={(penalty.Value ? "true" : "false")}");
        using var harness = new StepHarness(recipe, 40, 3, () => new FixedLogits(40, 3));
        // log 3 of cross-entropy, and as much entropy.
        Near.Equal(objective, harness.Step([0, 1, 2], [0, 1, 2], networks: 1).Objective, "objective");
    }

    [Theory]
    [InlineData("epochs=1", "divide-mix warms up until epoch 1, and this run ends with epoch 1; say --epochs 2 or more, or lower method.divide-mix.warmUp")]
    [InlineData("method.divide-mix.unlabelled=false", "divide-mix without unlabelled rows has no unlabelled loss; say --set method.divide-mix.lambdaU=0 too")]
    public void What_makes_no_sense_is_refused(string setting, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CompositionException>(() => new Tiny(setting)).Message);

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 2)]
    public void Unlabelled_rows_may_be_mixed_in_alone(bool unlabelled, int times)
    {
        using var tiny = new Tiny("method.divide-mix.lambdaU=0", $"method.divide-mix.unlabelled={(unlabelled ? "true" : "false")}");
        using var scope = Scope.Open();
        var part = tiny.Run.Training;
        var batch = part.Batch(Tensor.Arange(16)) with { Beside = part.Batch(Tensor.Arange(16)) };
        var rows = new List<long>();
        var method = new Composition([.. tiny.Run.Method.Parts, new Count(rows)]);
        TrainingStep.Take(tiny.Run, method, new Clock(3, 4), new Pass([tiny.Run.Networks[0]]), batch, 1);
        Assert.Equal([16L * times], rows);
    }

    private static JsonObject Recipe(string noise) => new()
    {
        ["noise"] = noise, ["batch"] = 10, ["epochs"] = 4, ["method"] = new JsonObject { ["use"] = "divide-mix", ["divide-mix"] = new JsonObject { ["warmUp"] = 1 } },
    };

    private sealed class Count(List<long> rows) : IObserve
    {
        public void Observe(Branch branch) => rows.Add(branch.Losses.Count);
    }

    private sealed class Tiny : IDisposable
    {
        private readonly Workplace _workplace = TinyRun.Workplace();

        internal Tiny(params string[] settings) => Run = new Run(TinyRun.Recipe("divide-mix", settings), _workplace);

        internal Run Run { get; }

        internal EpochPlan Plan(int epoch) => Run.Method.Plan(Run, new Clock(epoch, 4));

        public void Dispose()
        {
            Run.Dispose();
            _workplace.Dispose();
        }
    }
}
