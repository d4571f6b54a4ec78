using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Tests;

/// <summary>Losses and their gradients on logits that the file states once. Computed in the type that the file names.</summary>
internal static class LossGolden
{
    internal static void Case(GoldenCase golden)
    {
        var input = golden.Root.GetProperty("inputs").GetProperty(golden.Json.Text("input"));
        var (logits, labels) = (input.Numbers("logits"), input.Integers("labels"));
        var (rows, classes) = ((int)logits.Shape[0], (int)logits.Shape[1]);
        using var harness = new StepHarness(Recipe(golden.Json.Text("cls"), golden.Json.GetProperty("params")), rows, classes, () => new FixedLogits(rows, classes));
        var isDouble = input.Text("dtype") == "float64";
        if (isDouble) harness.UseDouble();
        ((FixedLogits)harness.Model).Set(logits);
        var seen = harness.Step([.. Enumerable.Range(0, rows)], labels);
        var tolerance = isDouble ? Tolerance.Double : Tolerance.Single;
        Near.Equal(golden.Json.Double("loss"), seen.Objective, "loss", tolerance);
        Near.Equal(golden.Json.Doubles("grad"), seen.Only.RawGradients["logits"], "gradient", tolerance);
    }

    /// <summary>By the class of the repository; a parameter that the case does not give has that class's default.</summary>
    private static JsonObject Recipe(string name, JsonElement parameters)
    {
        double Parameter(string parameter, double @default) => parameters.Optional(parameter)?.GetDouble() ?? @default;
        return new JsonObject
        {
            ["method"] = name switch
            {
                "CrossEntropyLoss" or "CrossEntropy" => new JsonObject { ["use"] = "ce" },
                "GCELoss" or "GeneralizedCrossEntropy" => new JsonObject { ["use"] = "gce", ["gce"] = new JsonObject { ["q"] = Parameter("q", 0.7) } },
                "MAELoss" => new JsonObject { ["use"] = "mae", ["mae"] = new JsonObject { ["scale"] = Parameter("scale", 2) } },
                "MeanAbsoluteError" => new JsonObject { ["use"] = "mae", ["mae"] = new JsonObject { ["scale"] = Parameter("scale", 1) } },
                _ => throw new InvalidDataException($"no loss is known by the name '{name}'"),
            },
        };
    }
}
