using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Distance to initialisation, its twin with auxiliary variables, and its place among the other methods.</summary>
public sealed class DistanceTests
{
    private const int Samples = 5, Features = 7, Classes = 2;
    private const double Lambda = 0.7, Rate = 0.3;
    private static readonly int[] s_index = [0, 1, 2, 3, 4];
    private static readonly int[] s_labels = [0, 1, 1, 0, 1];
    private static readonly Numbers s_inputs = new([.. Enumerable.Range(0, Samples * Features).Select(i => Math.Sin(1 + 1.7 * i))], [Samples, Features]);

    [Fact]
    public void With_squared_error_and_a_linear_model_both_take_the_same_steps_to_kernel_ridge_regression()
    {
        using var distance = FromZero("rdi+squared-error", $"method.rdi.lambda={Lambda}");
        using var auxiliary = FromZero("aux+squared-error", $"method.aux.lambda={Lambda}", $"method.aux.learningRate={Rate}");
        for (var step = 0; step < 700; step++)
        {
            distance.Step(s_index, s_inputs, s_labels);
            auxiliary.Step(s_index, s_inputs, s_labels);
            Near.Equal(distance.Parameter("fc.weight"), auxiliary.Parameter("fc.weight"), $"step {step}", new Tolerance(1e-5, 2e-6));
        }

        // A = (K + lambda² I)^-1 Y; then W = A' X, b = lambda A, and f + lambda b fits the labels as they are.
        var a = Ridge();
        var weights = new double[Classes * Features];
        for (var c = 0; c < Classes; c++)
            for (var j = 0; j < Features; j++)
                for (var i = 0; i < Samples; i++) weights[c * Features + j] += a[i, c] * s_inputs.Items[i * Features + j];
        Near.Equal(weights, distance.Parameter("fc.weight"), "weights", new Tolerance(1e-4, 1e-5));
        Near.Equal([.. a.Cast<double>().Select(value => Lambda * value)], auxiliary.Rows("b"), "b", new Tolerance(1e-4, 1e-5));
        var adjusted = auxiliary.Step(s_index, s_inputs, s_labels).Only.Logits;
        Near.Equal([.. s_labels.SelectMany(label => new double[] { label == 0 ? 1 : 0, label == 1 ? 1 : 0 })], adjusted, "f + lambda b", new Tolerance(0, 1e-4));
    }

    [Fact]
    public void Squared_error_is_half_the_squared_distance()
    {
        using var harness = Harness("squared-error");
        using var doubled = Harness("squared-error", "method.squared-error.scale=1");
        var seen = harness.Step(s_index, s_inputs, s_labels).Only;
        double[] expected = [.. s_labels.Select((label, i) => seen.Logits[(2 * i)..(2 * i + 2)].Select((f, c) => (f - (c == label ? 1 : 0)) * (f - (c == label ? 1 : 0))).Sum() / 2)];
        Near.Equal(expected, seen.Losses, "losses");
        Near.Equal([.. expected.Select(loss => 2 * loss)], doubled.Step(s_index, s_inputs, s_labels).Only.Losses, "scale 1");
    }

    [Theory]
    [InlineData("sum", Lambda * Lambda / Samples)]
    [InlineData("mean", Lambda * Lambda)]
    public void The_pull_is_lambda_squared_over_the_samples_unless_it_is_beside_the_mean(string scale, double strength)
    {
        using var harness = Harness("rdi", $"method.rdi.lambda={Lambda}", $"method.rdi.scale={scale}");
        var start = harness.Parameter("fc.weight");
        harness.SetParameter("fc.weight", new Numbers([.. start.Select((weight, i) => weight + 0.1 * i)], [Classes, Features]));
        var seen = harness.Step(s_index, s_inputs, s_labels).Only;
        Near.Equal([.. seen.RawGradients["fc.weight"].Select((gradient, i) => gradient + strength * 0.1 * i)], seen.Gradients["fc.weight"], "gradient");
    }

    [Fact]
    public void Critical_parameters_neither_rank_nor_mask_the_pull_in_either_order()
    {
        double[] After(string method)
        {
            using var harness = Harness(method, "method.cdr.noiseRate=0.4", $"method.rdi.lambda={Lambda}", "clipNorm=0.05");
            for (var step = 0; step < 5; step++) harness.Step(s_index, s_inputs, s_labels);
            return harness.Parameter("fc.weight");
        }

        Assert.Equal(After("cdr+rdi"), After("rdi+cdr"));

        using var both = Harness("rdi+cdr", "method.cdr.noiseRate=0.4", $"method.rdi.lambda={Lambda}");
        using var alone = Harness("cdr", "method.cdr.noiseRate=0.4");
        var moved = new Numbers([.. both.Parameter("fc.weight").Select((weight, i) => weight + 0.01 * (i + 1))], [Classes, Features]);
        foreach (var harness in new[] { both, alone }) harness.SetParameter("fc.weight", moved);
        var (seen, masked) = (both.Step(s_index, s_inputs, s_labels).Only, alone.Step(s_index, s_inputs, s_labels).Only);
        Assert.Contains(0, masked.Gradients["fc.weight"]);
        Near.Equal([.. masked.Gradients["fc.weight"].Select((gradient, i) => gradient + Lambda * Lambda / Samples * 0.01 * (i + 1))], seen.Gradients["fc.weight"], "gradient");
    }

    [Fact]
    public void Weight_decay_beside_it_is_refused() => Assert.Equal(
        "rdi pulls weights to where they started, and optimiser.weightDecay=0.001 pulls them to 0; say --set optimiser.weightDecay=0",
        Assert.Throws<CompositionException>(() => Harness("rdi", "optimiser.weightDecay=0.001")).Message);

    private static StepHarness Harness(string method, params string[] settings) => Harness(method, null, settings);

    private static StepHarness FromZero(string method, params string[] settings) => Harness(method, 0, settings);

    /// <param name="start">Every weight at first; null draws them.</param>
    private static StepHarness Harness(string method, double? start, string[] settings)
    {
        var recipe = new JsonObject
        {
            ["method"] = new JsonObject { ["use"] = method }, ["optimiser"] = new JsonObject { ["learningRate"] = Rate, ["momentum"] = 0, ["weightDecay"] = 0 },
        };
        foreach (var setting in settings) SettingsTree.Assign(recipe, setting);
        return new StepHarness(recipe, Samples, Classes, () =>
        {
            var model = new Chain([("fc.weight", [Classes, Features])]);
            using var off = Grad.Off();
            if (start is { } value) model.Parameters[0].Value.Fill(value);
            return model;
        });
    }

    /// <summary>(X X' + lambda² I)^-1 Y by Gauss and Jordan: <c>[N,K]</c>.</summary>
    private static double[,] Ridge()
    {
        var system = new double[Samples, Samples + Classes];
        for (var i = 0; i < Samples; i++)
        {
            for (var j = 0; j < Samples; j++)
                system[i, j] = Enumerable.Range(0, Features).Sum(k => s_inputs.Items[i * Features + k] * s_inputs.Items[j * Features + k]) + (i == j ? Lambda * Lambda : 0);
            system[i, Samples + s_labels[i]] = 1;
        }
        for (var pivot = 0; pivot < Samples; pivot++)
        {
            var by = system[pivot, pivot];
            for (var j = 0; j < Samples + Classes; j++) system[pivot, j] /= by;
            for (var i = 0; i < Samples; i++)
            {
                var factor = system[i, pivot];
                if (i == pivot) continue;
                for (var j = 0; j < Samples + Classes; j++) system[i, j] -= factor * system[pivot, j];
            }
        }
        var solution = new double[Samples, Classes];
        for (var i = 0; i < Samples; i++)
            for (var c = 0; c < Classes; c++) solution[i, c] = system[i, Samples + c];
        return solution;
    }
}
