using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Skeptic.Tests;

/// <summary>Sparse over-parameterisation by the authors' last code. The product keeps u and v in float32, so float64 cases are met to float32.</summary>
internal static partial class SopGolden
{
    /// <summary>One loss with its gradients, of one view or of two with their consistency and balance.</summary>
    internal static void Loss(GoldenCase golden)
    {
        var (given, expected) = (golden.Json.GetProperty("inputs"), golden.Json.GetProperty("outputs"));
        var (logits, index, labels) = (given.Numbers("logits"), given.Integers("index"), given.Integers("labels"));
        var (samples, classes, rows) = (given.Integer("N"), given.Integer("C"), (int)logits.Shape[0]);
        var recipe = Recipe(1, 1);
        if (rows > index.Length)
        {
            // Which inputs the second view has does not matter to logits that are given.
            var plus = recipe["method"]!["sop"]!.DeepClone();
            (plus["views"], plus["consistency"], plus["balance"]) = ("none", given.Double("ratio_consistency"), given.Double("ratio_balance"));
            recipe["method"] = new JsonObject { ["use"] = "sop+", ["sop-plus"] = plus };
        }
        using var harness = new StepHarness(recipe, samples, classes, () => new FixedLogits(rows, classes));
        ((FixedLogits)harness.Model).Set(logits);
        harness.SetRows("u", given.Numbers("u"));
        harness.SetRows("v", given.Numbers("v"));

        var seen = harness.Step(index, labels);
        Near.Equal(expected.Double("loss"), seen.Objective, "loss");
        Near.Equal(expected.Doubles("grad_logits"), seen.Only.RawGradients["logits"], "gradient of the logits");
        foreach (var (name, width) in new[] { ("u", 1), ("v", classes) })
        {
            var gradient = expected.Doubles("grad_" + name);
            Near.Equal(gradient, Dense(seen.Only.RowGradients[name], index, samples, width), $"gradient of {name}");
            // A learning rate of 1.
            Near.Equal([.. given.Doubles(name).Zip(gradient, (value, slope) => value - slope)], harness.Rows(name), name);
        }
    }

    internal static void Training(GoldenCase golden)
    {
        var given = golden.Json.GetProperty("inputs");
        var optimiser = SgdWords().Match(given.Text("theta_opt"));
        double Setting(string name) => double.Parse(optimiser.Groups[name].Value);
        var recipe = Recipe(given.Double("lr_u"), given.Double("lr_v"));
        recipe["optimiser"] = new JsonObject { ["learningRate"] = Setting("rate"), ["momentum"] = Setting("momentum"), ["weightDecay"] = Setting("decay") };
        var (samples, classes) = (given.Integer("N"), given.Integer("C"));
        var (x, labels) = (given.Numbers("X"), given.Integers("labels"));
        var features = (int)x.Shape[1];
        using var harness = new StepHarness(recipe, samples, classes, () => new Chain([("fc.weight", [classes, features]), ("fc.bias", [classes])]));
        harness.SetParameter("fc.weight", given.Numbers("W0"));
        harness.SetParameter("fc.bias", given.Numbers("b0"));
        harness.SetRows("u", given.Numbers("u0"));
        harness.SetRows("v", given.Numbers("v0"));

        foreach (var (number, step) in golden.Json.GetProperty("outputs").GetProperty("steps").EnumerateArray().Index())
        {
            var what = $"step {number}";
            var index = step.Integers("index");
            var batch = new Numbers([.. index.SelectMany(i => x.Items[(i * features)..((i + 1) * features)])], [index.Length, features]);
            var seen = harness.Step(index, batch, [.. index.Select(i => labels[i])]);
            Near.Equal(step.Double("loss"), seen.Objective, $"{what}: loss");
            Near.Equal(step.Doubles("logits"), seen.Only.Logits, $"{what}: logits");
            Near.Equal(step.Doubles("W"), harness.Parameter("fc.weight"), $"{what}: W");
            Near.Equal(step.Doubles("b"), harness.Parameter("fc.bias"), $"{what}: b");
            foreach (var (name, width) in new[] { ("u", 1), ("v", classes) })
            {
                var gradient = step.Doubles("grad_" + name);
                Near.Equal(gradient, Dense(seen.Only.RowGradients[name], index, samples, width), $"{what}: gradient of {name}", Tolerance.Single.ScaledTo(gradient));
                var rows = step.Doubles(name);
                Near.Equal(rows, harness.Rows(name), $"{what}: {name}", Tolerance.Single.ScaledTo(rows));
            }
        }
    }

    /// <summary>A sample visited again and again, whose prediction turns from a wrong class to the given one.</summary>
    internal static void Trajectory(GoldenCase golden)
    {
        var given = golden.Json.GetProperty("inputs");
        var (classes, label) = (given.Integer("C"), given.Integer("label"));
        using var harness = new StepHarness(Recipe(given.Double("lr_u"), given.Double("lr_v")), 1, classes, () => new FixedLogits(1, classes));
        harness.SetRows("u", new Numbers([given.Double("u0")], [1, 1]));
        harness.SetRows("v", new Numbers(given.Doubles("v0"), [1, classes]));
        var model = (FixedLogits)harness.Model;
        var trajectory = golden.Json.GetProperty("outputs").GetProperty("trajectory").EnumerateArray().ToList();
        Assert.Equal(given.Integer("steps"), trajectory.Count);
        foreach (var step in trajectory)
        {
            var what = $"step {step.Integer("t")}";
            model.Set(new Numbers(step.Doubles("logits"), [1, classes]));
            var seen = harness.Step([0], [label]);
            Near.Equal(step.Double("loss"), seen.Objective, $"{what}: loss");
            Near.Equal(step.Double("grad_u"), seen.Only.RowGradients["u"][0], $"{what}: gradient of u");
            Near.Equal(step.Doubles("grad_v"), seen.Only.RowGradients["v"], $"{what}: gradient of v");
            Near.Equal(step.Double("u"), harness.Rows("u")[0], $"{what}: u");
            Near.Equal(step.Doubles("v"), harness.Rows("v"), $"{what}: v");
        }
    }

    private static JsonObject Recipe(double rateOfU, double rateOfV) => new()
    {
        ["method"] = new JsonObject { ["use"] = "sop", ["sop"] = new JsonObject { ["learningRateU"] = rateOfU, ["learningRateV"] = rateOfV } },
    };

    private static double[] Dense(double[] rows, int[] index, int samples, int width)
    {
        var table = new double[samples * width];
        foreach (var (place, sample) in index.Index()) Array.Copy(rows, place * width, table, sample * width, width);
        return table;
    }

    [GeneratedRegex(@"SGD lr (?<rate>\S+) momentum (?<momentum>\S+) .*weight_decay (?<decay>\S+)")]
    private static partial Regex SgdWords();
}
