using System.Text.Json.Nodes;
using Skeptic.Methods;
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
