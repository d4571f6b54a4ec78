using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Torch.Optimisers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>ELR+ by the authors' code: targets from the peer's average, mixed samples, what rises over steps.</summary>
internal static class ElrPlusGolden
{
    internal static void Batches(GoldenCase golden)
    {
        var given = golden.Json.GetProperty("inputs");
        var (samples, classes) = (given.Integer("N"), given.Integer("C"));
        var batches = given.GetProperty("batches").EnumerateArray().ToList();
        var steps = golden.Json.GetProperty("outputs").GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(batches.Count, steps.Count);
        var recipe = new JsonObject
        {
            // One step an epoch, so that the epoch is the number of steps before.
            ["batch"] = samples,
            ["method"] = new JsonObject
            {
                ["use"] = "elr-plus",
                ["elr-plus"] = new JsonObject
                {
                    ["beta"] = given.Double("beta"), ["lambda"] = given.Double("lam"), ["lambdaSteps"] = given.Integer("coef_step"),
                    ["reweight"] = given.Integer("num_classes_flag") == 100,
                },
            },
        };
        var models = new List<FixedLogits>();
        using var harness = new StepHarness(recipe, samples, classes, () =>
        {
            models.Add(new FixedLogits(samples, classes));
            return models[^1];
        });
        // Two students, then their averages.
        Assert.Equal(4, models.Count);
        foreach (var (number, (batch, step)) in batches.Zip(steps).Index())
        {
            var index = batch.Integers("index");
            models[0].Set(batch.Numbers("student_logits_on_mixed"));
            models[3].Set(batch.Numbers("ema_peer_logits_on_unmixed"));
            harness.Run.Method.Parts.OfType<ElrPlus>().Single().Mix = _ =>
                new Mixture(Tensor.From<int>(batch.Integers("mix_perm"), [index.Length]).To(ScalarType.Int64), Tensor.From([batch.Double("mix_lambda")]).To(ScalarType.Float32));
            var seen = harness.Step(index, batch.Integers("labels"), epoch: batch.Integer("iteration") - 1, epochs: 1_000_000, networks: 1);
            Near.Equal(step.Double("loss"), seen.Objective, $"batch {number}: loss");
            Near.Equal(step.Doubles("grad_logits"), seen.Only.RawGradients["logits"][..(index.Length * classes)], $"batch {number}: gradient");
            Near.Equal(step.Doubles("pred_hist_after"), harness.Rows("target"), $"batch {number}: targets");
        }
    }

    internal static void Averages(GoldenCase golden)
    {
        var rises = golden.Id.EndsWith("True", StringComparison.Ordinal);
        var method = new ElrPlus(new ElrPlusOptions { AverageRate = rises ? 0.997 : 0.9999, AverageSteps = rises ? 40_000 : 0 }, new Needs(1, 2, null));
        using var scope = Scope.Open();
        var (student, average) = (new FixedLogits(1, 2), new FixedLogits(1, 2));
        using var network = new Network(0, student, new SgdOptions().Create([new ParameterGroup(student.Parameters)]));
        average.Set(new Numbers(golden.Json.GetProperty("inputs").Doubles("ema_init"), [1, 2]));
        var averages = new WeightAverages();
        averages.Make([network], _ => average);
        foreach (var step in golden.Json.GetProperty("outputs").GetProperty("steps").EnumerateArray())
        {
            var at = step.Integer("global_step");
            Near.Equal(step.Double("alpha"), method.Keep(at), $"share kept at step {at}", Tolerance.Formula);
            student.Set(new Numbers(step.Doubles("model"), [1, 2]));
            averages.Update(network, method.Keep(at));
            Near.Equal(step.Doubles("ema_after"), Numbers.Of(average.Parameters[0].Value), $"average after step {at}");
        }
        averages.Free();
    }

    internal static void RampUp(GoldenCase golden)
    {
        var (steps, outputs) = (golden.Json.GetProperty("inputs").Integers("t"), golden.Json.GetProperty("outputs"));
        Near.Equal(outputs.Doubles("len40000"), [.. steps.Select(t => ElrPlus.RampUp(t, 40_000))], "over 40,000 steps", Tolerance.Formula);
        Assert.All(outputs.Doubles("len0"), factor => Assert.Equal(factor, ElrPlus.RampUp(0, 0)));
    }
}
