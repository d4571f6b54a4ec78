using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>The five phases of NLNL: their epochs and rates, what each trains by, and that each can be interrupted.</summary>
public sealed class NlnlTests : IDisposable
{
    private static readonly int[] s_index = [0, 1, 2, 3];
    private static readonly int[] s_labels = [0, 1, 2, 2];
    private static readonly double[] s_logits = [1, 0, -1, 0.5, 2, 0, 0, 0.3, 1, -0.5, 0.2, 0.1];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3120, new[] { 720, 720, 720, 480, 480 })]
    [InlineData(13, new[] { 3, 3, 3, 2, 2 })]
    [InlineData(7, new[] { 2, 1, 2, 1, 1 })]
    [InlineData(5, new[] { 1, 1, 1, 1, 1 })]
    public void Phases_share_the_epochs_of_the_run(int epochs, int[] expected)
    {
        var shares = NlnlPhase.Parse("720:720:720:480:480");
        var phases = Enumerable.Range(0, epochs).Select(epoch => NlnlPhase.At(shares, epoch, epochs)).ToList();
        Assert.Equal(expected, phases.GroupBy(phase => phase.Stage).OrderBy(group => group.Key).Select(group => group.Count()));
        foreach (var group in phases.GroupBy(phase => phase.Stage))
        {
            Assert.Equal(Enumerable.Range(0, group.Count()), group.Select(phase => phase.Within));
            Assert.All(group, phase => Assert.Equal(group.Count(), phase.Length));
        }
    }

    [Fact]
    public void A_phase_has_an_epoch_however_small_its_share() =>
        Assert.Equal([1, 1, 1, 1, 6], Enumerable.Range(0, 10).GroupBy(epoch => NlnlPhase.At([1e-9, 1e-9, 1e-9, 1e-9, 1], epoch, 10).Stage).Select(group => group.Count()));

    [Fact]
    public void Fresh_networks_learn_five_times_as_fast_and_slow_down_twice()
    {
        double[] rates = [.. Enumerable.Range(0, 3120).Select(epoch => 0.02 * NlnlPhase.At(NlnlPhase.Parse("720:720:720:480:480"), epoch, 3120).RateScale(5))];
        Assert.All(rates[..2160], rate => Assert.Equal(0.02, rate));
        foreach (var start in new[] { 2160, 2640 })
            foreach (var (from, to, rate) in new[] { (0, 192, 0.1), (192, 288, 0.01), (288, 480, 0.001) })
                Near.Equal([.. Enumerable.Repeat(rate, to - from)], rates[(start + from)..(start + to)], $"epochs from {start + from}", Tolerance.Formula);
    }

    [Fact]
    public void Phases_are_named_and_the_last_two_start_anew()
    {
        using var harness = Harness();
        harness.SetRows("nlnl-history", new Numbers([.. Enumerable.Repeat(0.9, 40)], [4, 10]));
        harness.SetRows("nlnl-soft", new Numbers([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], [4, 3]));
        var plans = Enumerable.Range(0, 13).Select(epoch => harness.Run.Method.Plan(harness.Run, new Clock(epoch, 13))).ToList();
        Assert.Equal(["nl", "nl", "nl", "selnl", "selnl", "selnl", "selpl", "selpl", "selpl", "pseudo1", "pseudo1", "pseudo2", "pseudo2"], plans.Select(plan => plan.Phase));
        Assert.Equal([9, 11], plans.Index().Where(plan => plan.Item.Fresh).Select(plan => plan.Index));
    }

    [Fact]
    public void Selective_negative_learning_leaves_out_labels_below_chance()
    {
        var (all, some) = (Losses(epoch: 0, 0.9, 0.9, 0.9, 0.9), Losses(epoch: 3, 0.4, 0.3, 0.9, 0.2));
        Assert.All(all, loss => Assert.True(loss > 0));
        Assert.Equal([true, false, true, false], some.Select(loss => loss > 0));
    }

    [Fact]
    public void Selective_positive_learning_is_class_weighted_cross_entropy_of_the_trusted()
    {
        // Given labels 0 0 0 0 in the placeholder: classes 1 and 2 have none, so weigh nothing and 0 weighs 1.
        var losses = Losses(epoch: 6, 0.6, 0.5, 0.4, 0.9);
        double Ce(int row) => Math.Log(s_logits[(3 * row)..(3 * row + 3)].Sum(Math.Exp)) - s_logits[3 * row];
        Near.Equal([Ce(0) * 4 / 3, Ce(1) * 4 / 3, 0, Ce(3) * 4 / 3], losses, "losses");
    }

    [Fact]
    public void What_is_not_trusted_when_selection_ends_is_removed_for_good()
    {
        using var harness = Harness();
        harness.SetRows("nlnl-history", Rows(9, 0.6, 0.5, 0.4, 0.9));
        harness.Run.Method.Plan(harness.Run, new Clock(9, 13));
        Assert.Equal([1, 1, 0, 1], harness.State("shared.nlnl-trusted"));
        harness.SetRows("nlnl-history", Rows(9, 0, 0, 1, 0));
        harness.Run.Method.Plan(harness.Run, new Clock(10, 13));
        Assert.Equal([true, true, false, true], harness.Step(s_index, [0, 0, 0, 0], epoch: 10, epochs: 13).Only.Losses.Select(loss => loss > 0));
        // The verdict stays with what the first network said.
        Assert.Equal([0, 0, 1, 0], harness.Rows("nlnl-history").Where((_, i) => i % 10 == 0));
    }

    [Fact]
    public void Soft_labels_are_the_mean_prediction_of_the_first_fresh_network()
    {
        using var harness = Harness();
        harness.SetRows("nlnl-history", Rows(9, 0.9, 0.9, 0.9, 0.9));
        var sum = new double[12];
        foreach (var epoch in new[] { 9, 10 })
        {
            harness.Run.Method.Plan(harness.Run, new Clock(epoch, 13));
            var seen = harness.Step(s_index, [0, 0, 0, 0], epoch, 13).Only;
            sum = [.. sum.Zip(Softmax(seen.Logits), (a, b) => a + b / 2)];
        }
        Near.Equal(sum, harness.Rows("nlnl-soft"), "soft labels");
        harness.Run.Method.Plan(harness.Run, new Clock(11, 13));
        // These logits are the parameter itself, so they are read before the step moves them.
        var p = Softmax(harness.Parameter("logits"));
        var last = harness.Step(s_index, [0, 0, 0, 0], 11, 13).Only;
        var hard = sum.Chunk(3).Select(row => Array.IndexOf(row, row.Max())).ToList();
        var most = hard.CountBy(c => c).Max(count => count.Value);
        double[] expected =
        [
            .. Enumerable.Range(0, 4).Select(row => (double)most / hard.Count(c => c == hard[row]) *
                -Enumerable.Range(0, 3).Sum(c => sum[3 * row + c] * Math.Log(p[3 * row + c]))),
        ];
        Near.Equal(expected, last.Losses, "losses");
    }

    [Fact]
    public void History_holds_the_last_ten_epochs()
    {
        using var harness = Harness();
        var probabilities = new List<double>();
        for (var epoch = 0; epoch < 13; epoch++)
        {
            harness.Run.Method.Plan(harness.Run, new Clock(epoch, 100));
            probabilities.Add(Softmax(harness.Step(s_index, s_labels, epoch, 100).Only.Logits)[0]);
        }
        Near.Equal([.. probabilities[10..], .. probabilities[3..10]], harness.Rows("nlnl-history")[..10], "sample 0");
    }

    [Fact]
    public void Stopping_at_every_step_of_every_phase_changes_no_bit()
    {
        var recipe = TinyRun.Recipe("nlnl", "epochs=6", "batch=40", "method.nlnl.trusted=0.2");
        var whole = TinyRun.Train(recipe, _folder["whole"]);
        var sessions = 0;
        while (TinyRun.Train(recipe, _folder["parts"], TinyRun.StopAt(1)).Outcome.Status == RunStatus.Interrupted) sessions++;
        Assert.Equal(6 * 3, sessions);
        File.Delete(Path.Combine(_folder["parts"], "result.json"));
        var parts = TinyRun.Train(recipe, _folder["parts"]);
        Assert.Equal(whole.State, parts.State);
        Assert.Equal(whole.Epochs, parts.Epochs);
        Assert.Equal(whole.Samples, parts.Samples);
        Assert.Equal(["nl", "selnl", "selpl", "pseudo1", "pseudo2"], whole.Epochs.Select(epoch => epoch.Phase).Distinct());
    }

    [Fact]
    public void The_probability_of_the_given_label_finds_wrong_labels()
    {
        var trained = TinyRun.Train(TinyRun.Recipe("nlnl", "epochs=30", "schedule=constant", "method.nlnl.shares=2:2:2:1:1"));
        var quality = trained.Outcome.Result!.LabelScores[0];
        Assert.StartsWith("nlnl", quality.Score);
        Assert.True(quality.Auroc > 0.9, $"{quality}");
    }

    [Fact]
    public void A_run_of_fewer_epochs_than_phases_is_refused() =>
        Assert.Contains("five phases", Assert.Throws<CompositionException>(() => MethodCatalogue.Compose("nlnl", [], new Needs(10, 3, 0.2) { Epochs = 4 })).Message);

    [Theory]
    [InlineData("1:1:1:1")]
    [InlineData("1:1:1:1:0")]
    [InlineData("a:1:1:1:1")]
    public void Shares_that_are_no_five_numbers_are_refused(string shares) =>
        Assert.Contains($"'{shares}'", Assert.Throws<SettingsException>(() => NlnlPhase.Parse(shares)).Message);

    [Fact]
    public void No_trusted_label_at_all_is_an_error_that_says_what_to_do()
    {
        using var harness = Harness();
        harness.SetRows("nlnl-history", Rows(9, 0.4, 0.4, 0.4, 0.4));
        var failed = Assert.Throws<RunException>(() => harness.Run.Method.Plan(harness.Run, new Clock(9, 13)));
        Assert.Contains("method.nlnl.trusted", failed.Message);
    }

    private static double[] Losses(int epoch, params double[] judged)
    {
        using var harness = Harness();
        harness.Run.Method.Plan(harness.Run, new Clock(epoch / 3 * 3, 13));
        harness.SetRows("nlnl-history", Rows(epoch, judged));
        return harness.Step(s_index, [0, 0, 0, 0], epoch, 13).Only.Losses;
    }

    /// <summary>A history whose mean over this many epochs is what each sample is given.</summary>
    private static Numbers Rows(int epochs, params double[] judged) =>
        new([.. judged.SelectMany(h => Enumerable.Range(0, 10).Select(slot => slot < epochs ? h : 0))], [judged.Length, 10]);

    private static StepHarness Harness()
    {
        var recipe = new JsonObject { ["method"] = "nlnl", ["epochs"] = 13, ["optimiser"] = new JsonObject { ["learningRate"] = 0.1 } };
        return new StepHarness(recipe, 4, 3, () =>
        {
            var model = new FixedLogits(4, 3);
            model.Set(new Numbers(s_logits, [4, 3]));
            return model;
        });
    }

    private static double[] Softmax(double[] logits) =>
        [.. logits.Chunk(3).SelectMany(row => row.Select(logit => Math.Exp(logit) / row.Sum(Math.Exp)))];
}
