using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Auxiliary variables, alone and with critical-parameter training, by reference arithmetic in float64.</summary>
internal static class AuxGolden
{
    internal static void Steps(GoldenCase golden)
    {
        var settings = golden.Json.GetProperty("settings");
        Assert.Equal(0, settings.Double("momentum_b"));
        Assert.Equal(0, settings.Double("weight_decay_b"));
        var weights = golden.Json.GetProperty("initial_W");
        string[] names = [.. weights.EnumerateObject().Select(weight => weight.Name)];
        var index = golden.Json.Integers("dataset_indices");
        var labels = golden.Json.Integers("labels");
        var classes = (int)weights.Numbers(names[^1]).Shape[0];
        using var harness = new StepHarness(
            Recipe(settings), golden.Json.Integer("n_rows_B"), classes, () => new Chain([.. names.Select(name => (name, weights.Numbers(name).Shape))]));
        foreach (var name in names) harness.SetParameter(name, weights.Numbers(name));

        foreach (var (number, step) in golden.Json.GetProperty("steps").EnumerateArray().Index())
        {
            var what = $"step {number}";
            var seen = harness.Step(index, golden.Json.Numbers("x"), labels);
            Near.Equal(step.Doubles("logits_f"), seen.Only.RawLogits, $"{what}: f");
            Near.Equal(step.Doubles("logits_used_in_loss(f+lambda*b)"), seen.Only.Logits, $"{what}: f + lambda b");
            Near.Equal(step.Double("loss"), seen.Objective, $"{what}: loss");
            Near.Equal(step.Doubles("grad_b_rows"), seen.Only.RowGradients["b"], $"{what}: gradient of b");
            Near.Equal(step.Doubles("B_after"), harness.Rows("b"), $"{what}: b");
            foreach (var name in names)
            {
                Near.Equal(step.GetProperty("grad_W").Doubles(name), seen.Only.RawGradients[name], $"{what}: gradient of {name}");
                Near.Equal(step.GetProperty("W_after").Doubles(name), harness.Parameter(name), $"{what}: {name} after");
                if (step.Optional("grad_W_masked") is { } masked) Near.Equal(masked.Doubles(name), seen.Only.Gradients[name], $"{what}: used gradient of {name}");
            }
        }
    }

    /// <summary>The paper's own loss, (f + lambda b - y)² / 2: of one-hot targets the product's, of a scalar target one made here.</summary>
    internal static void SquaredError(GoldenCase golden)
    {
        // A scalar f is the first of two outputs of which the second is 0 throughout.
        var scalar = golden.Json.TryGetProperty("f", out _);
        Numbers Read(string name) => scalar ? Pad(golden.Json.Doubles(name)) : golden.Json.Numbers(name == "y" ? name : name + "(n x c)");
        var (f, b, y) = (Read("f"), Read("b"), Read("y"));
        var (rows, classes) = ((int)f.Shape[0], (int)f.Shape[1]);
        var recipe = new JsonObject
        {
            ["method"] = new JsonObject { ["use"] = scalar ? "aux" : "aux+squared-error", ["aux"] = new JsonObject { ["lambda"] = golden.Json.Double("lambda"), ["learningRate"] = 0.5 } },
        };
        using var harness = new StepHarness(recipe, rows, classes, () =>
        {
            var model = new FixedLogits(rows, classes);
            model.Set(f);
            return model;
        })
        { Also = scalar ? [new HalfSquaredError(y)] : [] };
        harness.SetRows("b", b);
        var seen = harness.Step([.. Enumerable.Range(0, rows)], [.. y.Items.Chunk(classes).Select(row => scalar ? 0 : Array.IndexOf(row, 1))]);

        // The paper sums over samples where a step takes the mean.
        double[] Sum(double[] mean) => [.. mean.Select(value => value * rows)];
        double[] Expected(string name) => scalar ? Pad(golden.Json.Doubles(name)).Items : golden.Json.Doubles(name);
        Near.Equal(golden.Json.Double("objective"), seen.Objective * rows, "objective");
        Near.Equal(Expected("d_objective_d_f"), Sum(seen.Only.RawGradients["logits"]), "gradient of f");
        Near.Equal(Expected("d_objective_d_b"), Sum(seen.Only.RowGradients["b"]), "gradient of b");
        Near.Equal([.. b.Items.Zip(seen.Only.RowGradients["b"], (value, gradient) => value - 0.5 * gradient)], harness.Rows("b"), "b after");
    }

    /// <summary>How far lambda b of the given label moves at a sample's first visit where all ten classes are equally likely.</summary>
    internal static void EffectiveStep(GoldenCase golden)
    {
        const int classes = 10;
        var (lambda, batch) = (golden.Json.Double("lambda"), golden.Json.Integer("batch"));
        var recipe = new JsonObject
        {
            ["method"] = new JsonObject { ["use"] = "aux", ["aux"] = new JsonObject { ["lambda"] = lambda, ["learningRate"] = golden.Json.Double("lr_b") } },
        };
        using var harness = new StepHarness(recipe, batch, classes, () => new FixedLogits(batch, classes));
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => i % classes)];
        harness.Step([.. Enumerable.Range(0, batch)], labels);
        var b = harness.Rows("b");
        foreach (var (i, label) in labels.Index()) Near.Equal(golden.Json.Double("delta_u_label_first_visit"), lambda * b[i * classes + label], $"row {i}", new Tolerance(1e-5, 0));
    }

    /// <summary>The pull towards initial weights that lie 0.05 (j + 1) beside those of the step, j the parameter's place.</summary>
    internal static void DistanceToInitialisation(GoldenCase golden)
    {
        var step = golden.Root.GetProperty("aux_rdi_reference").GetProperty("aux_ce_steps");
        var weights = step.GetProperty("initial_W");
        string[] names = [.. weights.EnumerateObject().Select(weight => weight.Name)];
        var (labels, rows) = (step.Integers("labels"), step.Integers("labels").Length);
        var recipe = new JsonObject
        {
            ["method"] = new JsonObject { ["use"] = "rdi", ["rdi"] = new JsonObject { ["lambda"] = golden.Json.Double("lambda"), ["scale"] = "mean" } },
            ["optimiser"] = new JsonObject { ["weightDecay"] = 0 },
        };
        using var harness = new StepHarness(recipe, rows, (int)weights.Numbers(names[^1]).Shape[0], () =>
        {
            var model = new Chain([.. names.Select(name => (name, weights.Numbers(name).Shape))]);
            using var scope = Scope.Open();
            using var off = Grad.Off();
            foreach (var (j, (name, value)) in model.Parameters.Index()) value.CopyFrom(weights.Numbers(name).ToTensor() + 0.05 * (j + 1));
            return model;
        });
        foreach (var name in names) harness.SetParameter(name, weights.Numbers(name));

        var seen = harness.Step([.. Enumerable.Range(0, rows)], step.Numbers("x"), labels);
        Near.Equal(golden.Json.Double("loss_ce"), seen.Objective, "loss");
        var penalty = 0.0;
        foreach (var (j, name) in names.Index())
        {
            var (raw, used) = (seen.Only.RawGradients[name], seen.Only.Gradients[name]);
            double[] pull = [.. used.Zip(raw, (after, before) => after - before)];
            Near.Equal(golden.Json.GetProperty("total_grad").Doubles(name), used, $"gradient of {name}");
            Near.Equal(golden.Json.GetProperty("penalty_grad").Doubles(name), pull, $"pull of {name}");
            penalty += pull.Sum(gradient => gradient * -0.05 * (j + 1)) / 2;
        }
        Near.Equal(golden.Json.Double("penalty"), penalty, "penalty");
    }

    private static JsonObject Recipe(JsonElement settings)
    {
        var method = new JsonObject
        {
            ["use"] = "aux", ["aux"] = new JsonObject { ["lambda"] = settings.Double("lambda"), ["learningRate"] = settings.Double("lr_b") },
        };
        if (settings.Optional("cdr_noise_rate") is { } rate)
        {
            method["use"] = "cdr+aux";
            method["cdr"] = new JsonObject { ["noiseRate"] = rate.GetDouble() };
        }
        return new()
        {
            ["method"] = method,
            ["optimiser"] = new JsonObject
            {
                ["learningRate"] = settings.Double("lr_W"), ["momentum"] = settings.Double("momentum_W"), ["weightDecay"] = settings.Double("weight_decay_W"),
            },
        };
    }

    private static Numbers Pad(double[] column) => new([.. column.SelectMany(value => new[] { value, 0.0 })], [column.Length, 2]);

    private sealed class HalfSquaredError(Numbers targets) : ILosses
    {
        public Tensor Losses(Branch branch) => (branch.Logits - targets.ToTensor()).Square().Sum(1) / 2;
    }
}
