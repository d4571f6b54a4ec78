using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Methods;

namespace Skeptic.Tests;

/// <summary>Steps of critical-parameter training by its authors' code.</summary>
internal static class CdrGolden
{
    internal static void Steps(GoldenCase golden)
    {
        var settings = golden.Json.GetProperty("settings");
        string[] names = [.. golden.Json.GetProperty("parameter_order").EnumerateArray().Select(name => name.GetString()!)];
        var shapes = names.Select(name => (name, golden.Json.GetProperty("shapes").GetProperty(name).EnumerateArray().Select(size => size.GetInt64()).ToArray())).ToList();
        var steps = golden.Json.GetProperty("steps").EnumerateArray().ToList();
        var rate = settings.Double("noise_rate");
        var classes = (int)shapes[^1].Item2[0];

        using var harness = new StepHarness(Recipe(rate, settings.Double("lr"), settings.Double("momentum"), settings.Double("weight_decay")), 64, classes, () => new Chain(shapes));
        foreach (var name in names) harness.SetParameter(name, steps[0].GetProperty("weights_before").Numbers(name));
        foreach (var (number, step) in steps.Index()) Step(harness, step, names, rate, $"step {number}");
    }

    /// <summary>How many weights are kept, and the factor that their gradients shrink by.</summary>
    internal static void KeepCount(GoldenCase golden) =>
        Assert.Equal(golden.Json.Integer("keep"), Cdr.KeepCount(1 - golden.Json.Double("noise_rate"), golden.Json.Integer("m")));

    /// <summary>The authors' code computes a schedule and overwrites it: every epoch uses the same factor.</summary>
    internal static void NoSchedule(GoldenCase golden)
    {
        var factor = golden.Json.Double("actually_used_every_epoch");
        var epochs = golden.Json.GetProperty("computed_then_discarded").GetArrayLength();
        List<(string, long[])> shapes = [("fc1.weight", [3, 4]), ("fc1.bias", [3])];
        var inputs = new Numbers([0.3, -1, 2, 0.5, 1, 1, -0.7, 0.2], [2, 4]);
        for (var epoch = 0; epoch <= epochs; epoch++)
        {
            using var harness = new StepHarness(Recipe(1 - factor, 0.1, 0.9, 0), 2, 3, () => new Chain(shapes));
            var seen = harness.Step([0, 1], inputs, [2, 0], epoch, epochs).Only;
            var (raw, used) = (seen.RawGradients["fc1.weight"], seen.Gradients["fc1.weight"]);
            Near.Equal([.. raw.Select((g, i) => used[i] == 0 ? 0 : factor * g)], used, $"epoch {epoch}");
            Assert.Equal((int)(factor * raw.Length), used.Count(g => g != 0));
        }
    }

    internal static JsonObject Recipe(double noiseRate, double learningRate, double momentum, double weightDecay) => new()
    {
        ["method"] = new JsonObject { ["use"] = "cdr", ["cdr"] = new JsonObject { ["noiseRate"] = noiseRate } },
        ["optimiser"] = new JsonObject { ["learningRate"] = learningRate, ["momentum"] = momentum, ["weightDecay"] = weightDecay },
    };

    private static void Step(StepHarness harness, JsonElement step, string[] names, double rate, string what)
    {
        foreach (var name in names) Near.Equal(step.GetProperty("weights_before").Doubles(name), harness.Parameter(name), $"{what}: {name} before");
        var inputs = step.Numbers("x");
        var labels = step.Integers("y");
        var seen = harness.Step([.. Enumerable.Range(0, labels.Length)], inputs, labels);
        Near.Equal(step.Double("loss"), seen.Objective, $"{what}: loss");
        Assert.Equal(step.Integer("keep_count_mc"), Cdr.KeepCount(1 - rate, step.Integer("metric_count_m")));

        var smallestKept = double.PositiveInfinity;
        foreach (var name in names)
        {
            var (raw, used) = (seen.Only.RawGradients[name], seen.Only.Gradients[name]);
            Near.Equal(step.GetProperty("grads_raw").Doubles(name), raw, $"{what}: gradient of {name}");
            Near.Equal(step.GetProperty("grads_after_mask_and_scale").Doubles(name), used, $"{what}: used gradient of {name}");
            Near.Equal(step.GetProperty("momentum_buffers_after").Doubles(name), harness.State("optimiser0.momentum_buffer." + name), $"{what}: momentum of {name}");
            Near.Equal(step.GetProperty("weights_after").Doubles(name), harness.Parameter(name), $"{what}: {name} after");
            if (step.GetProperty("mask").Optional(name) is not { } mask) continue;

            var weights = step.GetProperty("weights_before").Doubles(name);
            foreach (var (i, bit) in Numbers.Of(mask).Items.Index())
            {
                // A gradient of 0 is 0 whether kept or not.
                if (raw[i] != 0) Assert.True(bit != 0 == (used[i] != 0), $"{what}: {name}[{i}] should {(bit != 0 ? "" : "not ")}be critical");
                if (bit != 0) smallestKept = Math.Min(smallestKept, Math.Abs(raw[i] * weights[i]));
            }
        }
        Near.Equal(step.Double("threshold"), smallestKept, $"{what}: threshold");
    }
}
