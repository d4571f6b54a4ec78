using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Torch.Optimisers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Two networks that select for each other, by the authors' code, which divides the mean loss by the number kept once more.</summary>
internal static class CoTeachingGolden
{
    internal static void Selection(GoldenCase golden)
    {
        Selection(golden, divideTwice: true);
        Selection(golden, divideTwice: false);
    }

    internal static void ForgetRate(GoldenCase golden)
    {
        var options = new CoTeachingOptions
        {
            ForgetRate = golden.Json.Double("forget_rate"), RampEpochs = golden.Json.Integer("num_gradual"), Exponent = golden.Json.Double("exponent"),
        };
        var method = new CoTeaching(options, new Needs(10, 10, null));
        var expected = golden.Json.Doubles(golden.Json.EnumerateObject().Single(property => property.Name.StartsWith("values_epoch_0", StringComparison.Ordinal)).Name);
        // To the last bit: the number kept is (1 - rate) B, cut off.
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(method.ForgetRate));
    }

    /// <summary>Among disagreeing rows, with the authors' second softmax and second division.</summary>
    internal static void Disagreement(GoldenCase golden)
    {
        var (labels, used) = (golden.Parent.Integers("labels"), golden.Json.Integers("rows_used_after_disagreement"));
        // A row that the authors' slip drops does not enter the batch here: its class divides the networks, so it would count.
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => used.Contains(row) || !golden.Parent.Integers("disagree_rows").Contains(row))];
        var (rate, classes) = (golden.Json.Double("forget_rate"), (int)golden.Parent.Numbers("logits_net1").Shape[1]);
        Numbers Of(int net)
        {
            var all = golden.Parent.Numbers($"logits_net{net}").Items;
            return new([.. rows.SelectMany(row => all.Skip(row * classes).Take(classes))], [rows.Length, classes]);
        }
        using var harness = Plus([Of(1), Of(2)], rows.Length, ["doubleSoftmax", "divideTwice"], rate);
        var seen = harness.Step([.. Enumerable.Range(0, rows.Length)], [.. rows.Select(row => labels[row])], epoch: 5);
        for (var net = 1; net <= 2; net++)
        {
            var branch = seen.Branches[net - 1];
            int[] at = [.. used.Select(row => Array.IndexOf(rows, row))];
            Near.Equal(golden.Json.Doubles($"double_softmax_ce_net{net}"), [.. at.Select(row => branch.Losses[row])], $"losses of network {net}");
            var selected = golden.Json.Integers($"selected_by_net{3 - net}_rows");
            Assert.Equal(golden.Json.Integer("num_remember"), selected.Length);
            Assert.Equal(selected.Order(), rows.Where((_, i) => branch.Weights![i] > 0));
            Near.Equal(golden.Json.Double($"loss_net{net}"), branch.Losses.Zip(branch.Weights!, (loss, weight) => loss * weight).Average(), $"loss of network {net}");
            var gradient = golden.Json.Doubles($"grad_logits_net{net}");
            Near.Equal([.. rows.SelectMany(row => gradient.Skip(row * classes).Take(classes))], branch.RawGradients["logits"], $"gradient of network {net}");
        }
    }

    /// <summary>The second network's logits are 0.7 times the first's: the batch teaches as a whole early on, then nothing.</summary>
    internal static void NoDisagreement(GoldenCase golden)
    {
        var selection = golden.Root.GetProperty("co_teaching").GetProperty("coteaching_plus_selection");
        var labels = selection.Integers("labels");
        var logits = selection.Numbers("logits_net1");
        foreach (var (options, epoch, step) in new[] { (new[] { "doubleSoftmax", "multiplySteps" }, 10, golden.Json.Integer("step") / 10), (["doubleSoftmax"], golden.Json.Integer("step"), 0) })
        {
            using var harness = Plus([logits, logits with { Items = [.. logits.Items.Select(value => 0.7 * value)] }], labels.Length, options, 0.2);
            var seen = harness.Step([.. Enumerable.Range(0, labels.Length)], labels, epoch, epochs: 10_000, number: step);
            for (var net = 1; net <= 2; net++)
            {
                var branch = seen.Branches[net - 1];
                Near.Equal(golden.Json.Double($"loss_net{net}"), branch.Losses.Zip(branch.Weights!, (loss, weight) => loss * weight).Average(), $"loss of network {net}");
            }
            Near.Equal(golden.Json.Double("mean_double_softmax_ce_net1"), seen.Branches[0].Losses.Average(), "mean loss of the first network");
            Near.Equal(golden.Json.Double("max_abs_grad_net1"), seen.Branches[0].RawGradients["logits"].Max(Math.Abs), "largest gradient");
        }
    }

    /// <summary>Adam's learning rate and first moment by epochs, as a recipe states them.</summary>
    internal static void AdamPlan(GoldenCase golden)
    {
        var from = golden.Json.Integer("epoch_decay_start");
        var recipe = Recipe.From(new JsonObject
        {
            ["epochs"] = 200, ["schedule"] = $"linear:{from}",
            ["optimiser"] = new JsonObject { ["name"] = "adam", ["learningRate"] = 1e-3, ["beta1After"] = 0.1, ["beta1From"] = from },
        });
        var schedule = Schedule.Parse(recipe.Schedule, recipe.Epochs);
        foreach (var rate in golden.Json.GetProperty("lr_at").EnumerateObject())
            Near.Equal(rate.Value.GetDouble(), recipe.Optimiser.LearningRate * schedule.Factor(int.Parse(rate.Name)), $"rate of epoch {rate.Name}", Tolerance.Formula);
        foreach (var beta in golden.Json.GetProperty("beta1_at").EnumerateObject())
            Assert.Equal(beta.Value.GetDouble(), recipe.Optimiser.Beta1At(int.Parse(beta.Name)));
    }

    private static StepHarness Plus(Numbers[] logits, int rows, string[] options, double rate)
    {
        var method = new JsonObject { ["forgetRate"] = rate, ["rampEpochs"] = 1 };
        foreach (var option in options) method[option] = true;
        var recipe = new JsonObject { ["batch"] = rows, ["method"] = new JsonObject { ["use"] = "co-teaching-plus", ["co-teaching-plus"] = method } };
        var made = 0;
        var classes = (int)logits[0].Shape[1];
        return new StepHarness(recipe, rows, classes, () =>
        {
            var model = new FixedLogits(rows, classes);
            model.Set(logits[made++]);
            return model;
        });
    }

    private static void Selection(GoldenCase golden, bool divideTwice)
    {
        Numbers[] logits = [golden.Parent.Numbers("logits_net1"), golden.Parent.Numbers("logits_net2")];
        var labels = golden.Parent.Integers("labels");
        var (rate, rows, classes) = (golden.Json.Double("forget_rate"), labels.Length, (int)logits[0].Shape[1]);
        var recipe = new JsonObject
        {
            ["method"] = new JsonObject
            {
                ["use"] = "co-teaching", ["co-teaching"] = new JsonObject { ["forgetRate"] = rate, ["rampEpochs"] = 1, ["divideTwice"] = divideTwice },
            },
        };
        var made = 0;
        using var harness = new StepHarness(recipe, rows, classes, () =>
        {
            var model = new FixedLogits(rows, classes);
            model.Set(logits[made++]);
            return model;
        });
        Assert.Equal(2, made);

        var seen = harness.Step([.. Enumerable.Range(0, rows)], labels, epoch: 5);
        var keep = golden.Json.Integer("num_remember");
        for (var net = 1; net <= 2; net++)
        {
            var branch = seen.Branches[net - 1];
            Near.Equal(golden.Json.Doubles($"per_sample_ce_net{net}"), branch.Losses, $"losses of network {net}");
            var selected = golden.Json.Integers($"selected_by_net{3 - net}_positions_in_batch");
            Assert.Equal(selected.Order(), branch.Weights!.Index().Where(weight => weight.Item > 0).Select(weight => weight.Index));
            Assert.Equal(keep, selected.Length);

            var mean = branch.Losses.Zip(branch.Weights!, (loss, weight) => loss * weight).Average();
            var (expected, gradient) = (golden.Json.Double($"mean_ce_net{net}_over_net{3 - net}_selection"), golden.Json.Doubles($"grad_logits_net{net}"));
            Near.Equal(divideTwice ? expected / keep : expected, mean, $"loss of network {net}");
            Near.Equal(divideTwice ? gradient : [.. gradient.Select(g => g * keep)], branch.RawGradients["logits"], $"gradient of network {net}");
        }
        var returned = golden.Json.EnumerateObject().Where(property => property.Name.StartsWith("loss_for_net", StringComparison.Ordinal)).Sum(property => property.Value.GetDouble());
        Near.Equal(divideTwice ? returned : returned * keep, seen.Objective, "sum of both losses");
    }
}
