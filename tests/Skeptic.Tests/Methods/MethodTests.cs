using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Properties of the methods that golden numbers do not show.</summary>
public sealed class MethodTests
{
    private static readonly Numbers s_inputs = new([.. Enumerable.Range(0, 24).Select(i => Math.Sin(i))], [6, 4]);
    private static readonly int[] s_labels = [0, 1, 2, 2, 1, 0];
    private static readonly int[] s_index = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void Auxiliary_rows_sum_to_zero_and_only_the_given_label_rises()
    {
        using var harness = Harness("aux");
        var before = new double[18];
        for (var step = 0; step < 20; step++)
        {
            harness.Step(s_index, s_inputs, s_labels);
            var after = harness.Rows("b");
            for (var row = 0; row < 6; row++)
            {
                Near.Equal(0, after[(3 * row)..(3 * row + 3)].Sum(), $"sum of row {row}", new Tolerance(0, 1e-5));
                for (var c = 0; c < 3; c++)
                    Assert.True(c == s_labels[row] ? after[3 * row + c] >= before[3 * row + c] : after[3 * row + c] <= before[3 * row + c], $"step {step}, row {row}, class {c}");
            }
            before = after;
        }
    }

    [Fact]
    public void Only_the_learning_rate_of_b_times_lambda_squared_matters()
    {
        double[] Weights(string lambda, string rate)
        {
            using var harness = Harness("aux", $"method.aux.lambda={lambda}", $"method.aux.learningRate={rate}");
            for (var step = 0; step < 10; step++) harness.Step(s_index, s_inputs, s_labels);
            return harness.Parameter("fc.weight");
        }

        Near.Equal(Weights("2", "0.4"), Weights("4", "0.1"), "weights");
        Assert.NotEqual(Weights("2", "0.4"), Weights("4", "0.4"));
    }

    [Fact]
    public void Critical_parameters_decay_by_sign_where_asked()
    {
        using var plain = Harness("cdr", "method.cdr.noiseRate=0.4");
        using var signed = Harness("cdr", "method.cdr.noiseRate=0.4", "method.cdr.decay=l1", "method.cdr.decayRate=0.01");
        var weights = plain.Parameter("fc.weight");
        var (a, b) = (plain.Step(s_index, s_inputs, s_labels).Only, signed.Step(s_index, s_inputs, s_labels).Only);
        Near.Equal([.. a.Gradients["fc.weight"].Zip(weights, (gradient, weight) => gradient + 0.01 * Math.Sign(weight))], b.Gradients["fc.weight"], "gradient");
    }

    [Fact]
    public void Biases_keep_their_gradient_unless_asked()
    {
        using var plain = Harness("cdr", "method.cdr.noiseRate=0.4");
        using var scaled = Harness("cdr", "method.cdr.noiseRate=0.4", "method.cdr.scaleBiases=true");
        var (a, b) = (plain.Step(s_index, s_inputs, s_labels).Only, scaled.Step(s_index, s_inputs, s_labels).Only);
        Assert.Equal(a.RawGradients["fc.bias"], a.Gradients["fc.bias"]);
        Near.Equal([.. a.RawGradients["fc.bias"].Select(gradient => 0.6 * gradient)], b.Gradients["fc.bias"], "bias");
        Assert.Equal(a.Gradients["fc.weight"], b.Gradients["fc.weight"]);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void Strictly_non_critical_weights_stand_still_where_nothing_decays(string optimiser)
    {
        bool[] Still(string strict)
        {
            using var harness = Harness("cdr", "method.cdr.noiseRate=0.6", $"method.cdr.strictNonCritical={strict}", "optimiser.weightDecay=0", $"optimiser.name={optimiser}");
            // All weights gain momentum first, by steps that leave out none.
            double[] before = [];
            SeenBranch seen = null!;
            for (var step = 0; step < 4; step++)
            {
                before = harness.Parameter("fc.weight");
                seen = harness.Step(s_index, s_inputs, [.. s_labels.Select(label => (label + step) % 3)]).Only;
            }
            var after = harness.Parameter("fc.weight");
            return [.. seen.Gradients["fc.weight"].Index().Where(gradient => gradient.Item == 0).Select(gradient => after[gradient.Index] == before[gradient.Index])];
        }

        var strictly = Still("true");
        Assert.Equal(8, strictly.Length);
        Assert.All(strictly, Assert.True);
        Assert.Contains(false, Still("false"));
    }

    [Fact]
    public void A_noise_rate_of_zero_keeps_all_gradients()
    {
        using var harness = Harness("cdr", "method.cdr.noiseRate=0");
        var seen = harness.Step(s_index, s_inputs, s_labels).Only;
        Assert.Equal(seen.RawGradients["fc.weight"], seen.Gradients["fc.weight"]);
    }

    [Fact]
    public void At_least_one_weight_is_kept() => Assert.Equal((1, 1), (Cdr.KeepCount(1 - 0.99, 24), Cdr.KeepCount(0.2, 3)));

    [Fact]
    public void The_nominal_noise_rate_of_the_run_is_the_default()
    {
        using var given = Harness("cdr", "method.cdr.noiseRate=0.5");
        using var nominal = Harness("cdr", "noise=symmetric:0.5");
        Assert.Equal(given.Step(s_index, s_inputs, s_labels).Only.Gradients["fc.weight"], nominal.Step(s_index, s_inputs, s_labels).Only.Gradients["fc.weight"]);
    }

    [Fact]
    public void Generalised_cross_entropy_of_one_is_mean_absolute_error()
    {
        using var harness = Harness("gce", "method.gce.q=1");
        using var plain = Harness("ce");
        var losses = plain.Step(s_index, s_inputs, s_labels).Only.Losses;
        Near.Equal([.. losses.Select(loss => 1 - Math.Exp(-loss))], harness.Step(s_index, s_inputs, s_labels).Only.Losses, "1 - p");
    }

    [Fact]
    public void Generalised_cross_entropy_has_no_gradient_below_its_floor()
    {
        using var harness = new StepHarness(new JsonObject { ["method"] = "gce" }, 2, 2, () => new FixedLogits(2, 2));
        // Probabilities of the given label of e^-20 = 2e-9 and e^-14 = 8e-7, on either side of 1e-7.
        ((FixedLogits)harness.Model).Set(new Numbers([0, 20, 0, 14], [2, 2]));
        var seen = harness.Step([0, 1], [0, 0]).Only;
        Near.Equal((1 - Math.Pow(1e-7, 0.7)) / 0.7, seen.Losses[0], "loss below the floor");
        Assert.Equal([0, 0], seen.RawGradients["logits"][..2]);
        Assert.True(seen.RawGradients["logits"][2] < 0);
    }

    [Fact]
    public void The_paper_lets_only_cross_entropy_move_u()
    {
        double[] Moved(string which)
        {
            using var harness = Harness("sop", $"method.sop.gradientOfU={which}", "method.sop.initial=0.1");
            return harness.Step(s_index, s_inputs, s_labels).Only.RowGradients["u"];
        }

        using var sop = Harness("sop", "method.sop.initial=0.1");
        var seen = sop.Step(s_index, s_inputs, s_labels).Only;
        using var fresh = Harness("sop", "method.sop.initial=0.1");
        var u = fresh.Rows("u");
        var (both, only) = (Moved("ce-and-mse"), Moved("ce-only"));
        Assert.Equal(seen.RowGradients["u"], both);
        for (var i = 0; i < 6; i++)
        {
            // What the squared error adds: d/du of (hard + u² - 1)² at the given class, by the mean over six rows.
            var logits = seen.Logits[(3 * i)..(3 * i + 3)];
            var hard = Array.IndexOf(logits, logits.Max()) == s_labels[i] ? 1 : 0;
            Near.Equal(4 * u[i] * (hard + u[i] * u[i] - 1) / 6, both[i] - only[i], $"row {i}", new Tolerance(1e-4, 1e-7));
        }
    }

    [Fact]
    public void Co_teaching_keeps_everything_at_first_and_its_share_in_the_end()
    {
        var method = new CoTeaching(new CoTeachingOptions { ForgetRate = 0.4, RampEpochs = 5 }, new Needs(10, 3, null));
        Assert.Equal([100, 90, 80, 70, 60, 60], Enumerable.Range(0, 6).Select(epoch => method.Keep(epoch, 100)));
        Assert.Equal(1, new CoTeaching(new CoTeachingOptions { ForgetRate = 0.9, RampEpochs = 1 }, new Needs(10, 3, null)).Keep(1, 5));
    }

    [Fact]
    public void Co_teaching_counts_how_often_a_sample_was_kept_after_the_ramp()
    {
        using var harness = Harness("co-teaching", "method.co-teaching.forgetRate=0.5", "method.co-teaching.rampEpochs=2");
        harness.Step(s_index, s_inputs, s_labels, epoch: 1);
        Assert.All(harness.Rows("kept"), count => Assert.Equal(0, count));
        for (var step = 0; step < 4; step++) harness.Step(s_index, s_inputs, s_labels, epoch: 2);
        Assert.Equal(4 * 3, harness.Rows("kept").Sum());
        Assert.All(harness.Rows("kept"), count => Assert.InRange(count, 0, 4));
    }

    [Fact]
    public void Early_learning_targets_average_the_networks_own_predictions()
    {
        using var harness = Harness("elr", "method.elr.beta=0.5");
        var seen = harness.Step(s_index, s_inputs, s_labels).Only;
        var p = Softmax(seen.Logits, 3);
        Near.Equal([.. p.Select(share => 0.5 * share)], harness.Rows("target"), "targets");
    }

    [Theory]
    [InlineData("aux")]
    [InlineData("sop")]
    [InlineData("sop-slide")]
    [InlineData("sop-plus")]
    [InlineData("elr")]
    [InlineData("co-teaching")]
    [InlineData("co-teaching-plus")]
    [InlineData("jocor")]
    [InlineData("elr-plus")]
    [InlineData("divide-mix")]
    public void The_methods_own_score_finds_wrong_labels(string method)
    {
        var trained = TinyRun.Train(TinyRun.Recipe(method, "epochs=12", "schedule=constant", "method.use=" + method));
        var quality = trained.Outcome.Result!.LabelScores[0];
        Assert.StartsWith(method, quality.Score);
        Assert.True(quality.Auroc > 0.8, $"{quality}");
    }

    [Theory]
    [InlineData(2, -8.52)]
    [InlineData(10, -6.91)]
    [InlineData(14, -6.57)]
    [InlineData(50, -5.30)]
    [InlineData(100, -4.62)]
    [InlineData(1000, -2.40)]
    public void The_regulariser_of_a_certain_network_is_bounded_by_the_number_of_classes(int classes, double floor)
    {
        var recipe = new JsonObject { ["method"] = new JsonObject { ["use"] = "elr", ["elr"] = new JsonObject { ["beta"] = 0, ["lambda"] = 1 } } };
        using var harness = new StepHarness(recipe, 1, classes, () => new FixedLogits(1, classes));
        ((FixedLogits)harness.Model).Set(new Numbers([100, .. new double[classes - 1]], [1, classes]));
        // The cross-entropy of this certain network is 0.
        Near.Equal(floor, harness.Step([0], [0]).Objective, "regulariser", new Tolerance(0, 0.006));
    }

    [Fact]
    public void The_margin_of_targets_is_that_of_the_best_other_label()
    {
        using var harness = Harness("elr", "method.elr.score=margin");
        harness.SetRows("target", new Numbers([0.5, 0.3, 0.1, 0.2, 0.2, 0.6, .. new double[12]], [6, 3]));
        using var scope = Torch.Scope.Open();
        var scores = harness.Run.Method.Parts.OfType<ILabelScores>().Single().LabelScores(harness.Run);
        // The placeholder data set gives every sample label 0.
        Near.Equal([0.3 - 0.5, 0.6 - 0.2, 0, 0, 0, 0], Numbers.Of(scores.Suspicion), "margin");
        Assert.Equal([0, 2], Numbers.Of(scores.Suggested!)[..2]);
    }

    private static StepHarness Harness(string method, params string[] settings)
    {
        var recipe = new JsonObject { ["method"] = new JsonObject { ["use"] = method }, ["optimiser"] = new JsonObject { ["learningRate"] = 0.1 } };
        foreach (var setting in settings) SettingsTree.Assign(recipe, setting);
        return new StepHarness(recipe, 6, 3, () => new Chain([("fc.weight", [3, 4]), ("fc.bias", [3])]));
    }

    private static double[] Softmax(double[] logits, int classes) =>
        [.. logits.Chunk(classes).SelectMany(row => row.Select(logit => Math.Exp(logit) / row.Sum(Math.Exp)))];
}
