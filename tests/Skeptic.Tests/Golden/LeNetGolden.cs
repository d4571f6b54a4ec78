using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Networks;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>LeNet on real images of MNIST, with weights from a formula or from PyTorch's own initialisation.</summary>
internal static class LeNetGolden
{
    // Sums over thousands of weights, each rounded to float32.
    private static readonly Tolerance s_sums = new(1e-5, 1e-5);

    internal static void Forward(GoldenCase golden)
    {
        using var harness = Filled(golden, CdrGolden.Recipe(0.4, 0.01, 0.9, 1e-3));
        var parameters = harness.Model.Parameters;
        Assert.Equal(golden.Json.GetProperty("shapes").EnumerateObject().Select(shape => shape.Name), parameters.Select(parameter => parameter.Name));
        foreach (var (name, value) in parameters)
            Assert.Equal(golden.Json.GetProperty("shapes").GetProperty(name).EnumerateArray().Select(size => size.GetInt64()), value.Shape);
        Assert.Equal(golden.Json.Integer("total_parameters"), harness.Model.ParameterCount);
        Assert.Equal(golden.Json.Integer("ranked_by_cdr"), parameters.Where(parameter => parameter.Value.Rank is 2 or 4).Sum(parameter => parameter.Value.Count));

        var labels = golden.Json.Integers("labels");
        Assert.Equal(labels, harness.Run.Labels.GivenLabels[..labels.Length]);
        var seen = harness.Step([.. Enumerable.Range(0, labels.Length)]);
        Near.Equal(golden.Json.Doubles("logits"), seen.Only.Logits, "logits");
        Near.Equal(golden.Json.Double("cross_entropy_mean"), seen.Objective, "loss");
    }

    internal static void CdrStep(GoldenCase golden)
    {
        // The file gives these settings in words: tau 0.4, rate 0.01, momentum 0.9, decay 1e-3, the three images of lenet_forward.
        using var harness = Filled(golden, CdrGolden.Recipe(0.4, 0.01, 0.9, 1e-3));
        Assert.Equal(golden.Json.Integer("mc"), Cdr.KeepCount(1 - 0.4, golden.Json.Integer("m")));
        var weights = harness.Model.Parameters.ToDictionary(parameter => parameter.Name, parameter => Numbers.Of(parameter.Value));
        var seen = harness.Step([0, 1, 2]).Only;

        var threshold = golden.Json.Double("threshold");
        var kept = 0;
        foreach (var (name, raw) in seen.RawGradients)
        {
            var used = seen.Gradients[name];
            Near.Equal(golden.Json.GetProperty("sum_abs_grad_raw").Double(name), raw.Sum(Math.Abs), $"sum of |gradient| of {name}", s_sums);
            Near.Equal(golden.Json.GetProperty("sum_abs_grad_used").Double(name), used.Sum(Math.Abs), $"sum of |used gradient| of {name}", s_sums);
            Near.Equal(golden.Json.GetProperty("sum_weights_after").Double(name), harness.Parameter(name).Sum(), $"sum of {name} after", s_sums);
            if (golden.Json.GetProperty("keep_fraction_per_layer").Optional(name) is not { } fraction) continue;
            var ones = raw.Zip(weights[name]).Count(pair => Math.Abs((float)pair.First * (float)pair.Second) >= threshold);
            kept += ones;
            // A weight whose score is the threshold up to its last bits may fall on either side.
            Near.Equal(fraction.GetDouble(), (double)ones / raw.Length, $"share kept of {name}", new Tolerance(0, 2.5 / raw.Length));
            Near.Equal(ones, used.Count(g => g != 0), $"gradients used of {name}", new Tolerance(0, 2.5));
        }
        Assert.InRange(kept, golden.Json.Integer("mask_ones") - 2, golden.Json.Integer("mask_ones") + 2);
    }

    internal static void Untrained(GoldenCase golden)
    {
        var seed = (ulong)golden.Json.Integer("seed");
        using var workplace = new Workplace(RealData.Folders, Device.Cpu);
        var recipe = Recipe.From(new JsonObject { ["dataset"] = "mnist", ["samples"] = 100 });
        using var run = new Run(recipe, workplace, (shape, _) =>
        {
            using var torch = new Generator(seed);
            return new LeNet(shape, torch);
        });
        foreach (var property in golden.Json.EnumerateObject().Where(property => property.Name.Contains(".weight", StringComparison.Ordinal) || property.Name.Contains(".bias", StringComparison.Ordinal)))
        {
            // "conv1.weight[0,0,0,:]": the first few numbers of that parameter.
            var expected = Numbers.Of(property.Value).Items;
            var parameter = run.Networks[0].Model.Parameters.Single(parameter => parameter.Name == property.Name.Split('[')[0]);
            Assert.Equal(expected, Numbers.Of(parameter.Value)[..expected.Length]);
        }
        using var scope = Scope.Open();
        var classes = run.Test.Logits(run.Networks).ArgMax(1).ToArray<long>();
        Assert.Equal(golden.Json.Integers("prediction_histogram"), Enumerable.Range(0, 10).Select(c => classes.Count(found => found == c)));
        Near.Equal(golden.Json.Double("clean_test_accuracy_percent"), 100 * run.Test.Accuracy(run.Networks), "accuracy");
    }

    private static StepHarness Filled(GoldenCase golden, JsonObject recipe)
    {
        var mnist = DatasetCatalogue.Load("mnist", RealData.Folders).Subset([0, 1, 2], [0]);
        var harness = new StepHarness(recipe, mnist, () =>
        {
            using var init = new Generator(1);
            return new LeNet(new NetworkShape([1, 28, 28], 10), init);
        });
        foreach (var (j, (name, value)) in harness.Model.Parameters.Index()) harness.SetParameter(name, Fill(j, [.. value.Shape]));
        return harness;
    }

    /// <summary>The rule of the golden file: sin(0.37 k + 0.5 j) / sqrt(fan in) for weights, 0.1 cos(0.9 k + j) for biases.</summary>
    private static Numbers Fill(int j, long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var fanIn = count / shape[0];
        return new Numbers([.. Enumerable.Range(0, (int)count).Select(k => shape.Length > 1 ? Math.Sin(0.37 * k + 0.5 * j) / Math.Sqrt(fanIn) : 0.1 * Math.Cos(0.9 * k + j))], shape);
    }
}
