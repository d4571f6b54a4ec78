using System.Text.Json.Nodes;

namespace Skeptic.Tests;

/// <summary>Early-learning regularisation by the authors' code: batches that visit some samples again.</summary>
internal static class ElrGolden
{
    internal static void Batches(GoldenCase golden)
    {
        var given = golden.Json.GetProperty("inputs");
        var (beta, lambda, classes) = (given.Double("beta"), given.Double("lam"), given.Integer("C"));
        var batches = given.GetProperty("batches").EnumerateArray().ToList();
        var steps = golden.Json.GetProperty("outputs").GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(batches.Count, steps.Count);
        var rows = batches.Max(batch => batch.GetProperty("index").GetArrayLength());
        var recipe = new JsonObject { ["method"] = new JsonObject { ["use"] = "elr", ["elr"] = new JsonObject { ["beta"] = beta, ["lambda"] = lambda } } };
        using var harness = new StepHarness(recipe, given.Integer("N"), classes, () => new FixedLogits(rows, classes));
        foreach (var (number, (batch, step)) in batches.Zip(steps).Index())
        {
            ((FixedLogits)harness.Model).Set(batch.Numbers("logits"));
            var index = batch.Integers("index");
            var seen = harness.Step(index, batch.Integers("labels"));
            Near.Equal(step.Double("loss"), seen.Objective, $"batch {number}: loss");
            Near.Equal(step.Double("ce"), seen.Only.Losses.Average(), $"batch {number}: cross-entropy");
            Near.Equal(step.Double("reg"), (seen.Objective - seen.Only.Losses.Average()) / lambda, $"batch {number}: regulariser");
            Near.Equal(step.Doubles("grad_logits"), seen.Only.RawGradients["logits"][..(index.Length * classes)], $"batch {number}: gradient");
            Near.Equal(step.Doubles("target_table_after"), harness.Rows("target"), $"batch {number}: targets");
        }
    }
}
