using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Tests;

/// <summary>Losses and their gradients on logits that the file states once. Computed in the type that the file names.</summary>
internal static class LossGolden
{
    // The authors' reverse cross-entropy takes ln 1e-4 in float32, whatever the type of the logits.
    private static readonly double s_reverse = -9.210340499877930 / Math.Log(1e-4);

    internal static void Case(GoldenCase golden) => Check(golden, Methods(golden.Json.Text("cls"), golden.Json.GetProperty("params")));

    internal static void PartiallyHuberised(GoldenCase golden) =>
        Check(golden, [new("phuber-ce", ("tau", golden.Json.GetProperty("params").Double("tau")))]);

    /// <summary>The logits of <c>inputs</c> that a case names, one step of a recipe on them.</summary>
    internal static (SeenStep Seen, bool IsDouble) Step(GoldenCase golden, JsonObject methods, int epoch = 0)
    {
        var input = golden.Root.GetProperty("inputs").GetProperty(golden.Json.Text("input"));
        var (logits, labels) = (input.Numbers("logits"), input.Integers("labels"));
        var (rows, classes) = ((int)logits.Shape[0], (int)logits.Shape[1]);
        using var harness = new StepHarness(new JsonObject { ["method"] = methods }, rows, classes, () => new FixedLogits(rows, classes));
        var isDouble = input.Text("dtype") == "float64";
        if (isDouble) harness.UseDouble();
        ((FixedLogits)harness.Model).Set(logits);
        return (harness.Step([.. Enumerable.Range(0, rows)], labels, epoch), isDouble);
    }

    private static void Check(GoldenCase golden, Weighed[] methods)
    {
        var tree = new JsonObject { ["use"] = string.Join("+", methods.Select(method => method.Key)) };
        foreach (var (key, options) in methods)
            tree[key] = new JsonObject(options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)(option.Name == "asCoded" ? true : option.Value))));
        var (seen, isDouble) = Step(golden, tree);
        var tolerance = isDouble ? Tolerance.Double : Tolerance.Single;
        Near.Equal(golden.Json.Double("loss"), seen.Objective, "loss", tolerance);
        Near.Equal(golden.Json.Doubles("grad"), seen.Only.RawGradients["logits"], "gradient", tolerance);
    }

    /// <summary>By the class of the repository; a parameter that the case does not give has that class's default.</summary>
    private static Weighed[] Methods(string name, JsonElement parameters)
    {
        double Parameter(string parameter, double @default) => parameters.Optional(parameter)?.GetDouble() ?? @default;
        var split = name.IndexOf("and", StringComparison.Ordinal);
        if (split > 0)
        {
            // The authors' code forgets to multiply by alpha there.
            var alpha = name is "GCEandMAE" or "GCEandRCE" ? 1 : Parameter("alpha", 1);
            return [Part(name[..split], alpha), Part(name[(split + 3)..], Parameter("beta", 1))];
        }
        return name switch
        {
            "CrossEntropyLoss" or "CrossEntropy" => [new("ce")],
            "SCELoss" => [new("sce", ("alpha", Parameter("alpha", Parameter("a", 1))), ("beta", s_reverse * Parameter("beta", Parameter("b", 1))))],
            "MAELoss" => [new("mae", ("scale", Parameter("scale", 2)))],
            "MeanAbsoluteError" => [new("mae", ("scale", Parameter("scale", 1)))],
            "NMAE" => [new("nmae")],
            "NormalizedMeanAbsoluteError" => [new("nmae", ("weight", 0.5))],
            "NRCELoss" or "NormalizedReverseCrossEntropy" => [new("nrce", ("weight", s_reverse), ("asCoded", 1))],
            "FocalLoss" => [new("focal", ("gamma", Parameter("gamma", 0.5)))],
            "GCELoss" or "GeneralizedCrossEntropy" => [Part("GCE", 1)],
            "RCELoss" or "ReverseCrossEntropy" => [Part("RCE", 1)],
            "NCELoss" or "NormalizedCrossEntropy" => [Part("NCE", Parameter("scale", 1))],
            "NGCELoss" or "NormalizedGeneralizedCrossEntropy" => [Part("NGCE", Parameter("scale", 1))],
            "NormalizedFocalLoss" => [Part("NFL", Parameter("scale", 1))],
            "AGCELoss" or "AUELoss" => [Part(name[..^4], 1)],
            "AExpLoss" => [Part("AEL", 1)],
            "ANormLoss" => [Part("ANL", 1)],
            _ => throw new InvalidDataException($"no loss is known by the name '{name}'"),
        };

        Weighed Part(string part, double weight) => part switch
        {
            "MAE" => new("mae", ("weight", weight), ("scale", 1)),
            "RCE" => new("rce", ("weight", s_reverse * weight)),
            "NCE" => new("nce", ("weight", weight)),
            "GCE" or "NGCE" => new(part.ToLowerInvariant(), ("weight", weight), ("q", Parameter("q", 0.7))),
            "NFL" => new("nfl", ("weight", weight), ("gamma", Parameter("gamma", 0.5))),
            "AGCE" => new("agce", ("weight", weight), ("a", Parameter("a", 1)), ("q", Parameter("q", 2))),
            "AUE" => new("aul", ("weight", weight), ("a", Parameter("a", 1.5)), ("q", Parameter("q", 0.9))),
            "AEL" => new("ael", ("weight", weight), ("a", Parameter("a", 2.5))),
            "ANL" => new("anl", ("weight", weight), ("a", Parameter("a", 1.5)), ("p", Parameter("p", 0.9))),
            _ => throw new InvalidDataException($"no loss is known by the name '{part}'"),
        };
    }

    /// <summary>A method of the catalogue with its options.</summary>
    private sealed record Weighed(string Key, params (string Name, double Value)[] Options);
}
