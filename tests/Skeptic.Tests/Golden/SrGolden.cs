using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Networks;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Sparse regularisation by the authors' code: gradients reach the raw logits through temperature and normalisation.</summary>
internal static class SrGolden
{
    /// <summary>The authors' settings, with the strength in the last epoch.</summary>
    private static readonly Dictionary<string, (SrOptions Options, int Epochs, double Last)> s_presets = new()
    {
        ["MNIST_CE_FL"] = (new SrOptions(), 50, 2048),
        ["MNIST_GCE"] = (new SrOptions { Tau = 0.5, Lambda = 3 }, 50, 1536),
        ["CIFAR10"] = (new SrOptions { Tau = 0.5, Lambda = 1.2, Rho = 1.03, Every = 1, Normalise = true }, 120, 40.44),
        ["CIFAR100_sym_or_clean"] = (new SrOptions { Tau = 0.5, P = 0.01, Rho = 1.02, Every = 1, Normalise = true }, 200, 205.8),
        ["CIFAR100_asym"] = (new SrOptions { Tau = 0.5, P = 0.01, Lambda = 10, Rho = 1.02, Every = 1, Normalise = true }, 200, 514.6),
        ["IMB_CIFAR10"] = (new SrOptions { Tau = 0.5, Lambda = 1, Rho = 1.03, Every = 1 }, 120, 33.7),
        ["IMB_CIFAR100"] = (new SrOptions { Tau = 0.5, P = 0.01, Lambda = 1, Rho = 1.02, Every = 1, Normalise = true }, 200, 51.5),
    };

    internal static void Preset(GoldenCase golden)
    {
        var (options, epochs, last) = s_presets[Name(golden)];
        Assert.Equal(options, SettingsBinder.Bind<SrOptions>(Options(golden.Json)));
        Assert.Equal(golden.Json.Integer("epochs"), epochs);
        Near.Equal(last, Method(options).Lambda(epochs - 1), "the last strength", new Tolerance(1e-3, 0));
    }

    internal static void Schedule(GoldenCase golden)
    {
        var method = Method(s_presets[Name(golden)].Options);
        foreach (var epoch in golden.Json.EnumerateObject())
            Near.Equal(epoch.Value.GetDouble(), method.Lambda(int.Parse(epoch.Name)), $"the strength of epoch {epoch.Name}", Tolerance.Formula);
    }

    internal static void Case(GoldenCase golden)
    {
        var given = golden.Json.GetProperty("params");
        var isTerm = golden.Json.Text("kind") == "sr_term";
        var methods = new JsonObject { ["use"] = "ce+sr", ["sr"] = Options(given) };
        if (isTerm) methods["ce"] = new JsonObject { ["weight"] = 0 };
        else Base(methods, golden.Json.Text("base"), given);

        var (seen, isDouble) = LossGolden.Step(golden, methods, isTerm ? 0 : golden.Json.Integer("epoch"));
        var tolerance = isDouble ? Tolerance.Double : Tolerance.Single;
        if (!isTerm)
        {
            Near.Equal(golden.Json.Double("loss"), seen.Objective, "loss", tolerance);
            Near.Equal(golden.Json.Doubles("grad"), seen.Only.RawGradients["logits"], "gradient", tolerance);
            return;
        }
        var strength = given.Double("lambda0");
        Near.Equal(golden.Json.Double("lambda0_times_pnorm"), seen.Objective, "regulariser", tolerance);
        Near.Equal(golden.Json.Double("pnorm_mean"), seen.Objective / strength, "norm", tolerance);
        Near.Equal(golden.Json.Doubles("grad_of_pnorm_wrt_raw_logits"), [.. seen.Only.RawGradients["logits"].Select(slope => slope / strength)], "gradient", tolerance);
    }

    /// <summary>Three steps of a network with normalisation, momentum, decay and clipping, in float64.</summary>
    internal static void TrainSteps(GoldenCase golden)
    {
        var hyper = golden.Json.GetProperty("hyper");
        var recipe = new JsonObject
        {
            ["method"] = new JsonObject
            {
                ["use"] = "ce+sr",
                ["sr"] = new JsonObject { ["tau"] = hyper.Double("tau"), ["p"] = hyper.Double("p"), ["lambda"] = hyper.Double("lambda_t"), ["normalise"] = hyper.GetProperty("l2_normalise").GetBoolean() },
            },
            ["optimiser"] = new JsonObject { ["learningRate"] = hyper.Double("lr"), ["momentum"] = hyper.Double("momentum"), ["weightDecay"] = hyper.Double("weight_decay") },
            ["clipNorm"] = hyper.Double("clip"),
        };
        var labels = golden.Json.Integers("labels");
        long[] shape = [.. golden.Json.Doubles("input_shape").Select(size => (long)size)];
        using var init = new Generator(1);
        using var harness = new StepHarness(recipe, labels.Length, 10, () => NetworkCatalogue.Find("cnn4").Create(new NetworkShape([.. shape[1..].Select(size => (int)size)], 10), init));
        harness.UseDouble();
        using var scope = Scope.Open();
        using (Grad.Off()) NetworkGolden.Fill(harness.Model, 1);
        var input = NetworkGolden.Input(shape);
        foreach (var step in golden.Json.GetProperty("steps").EnumerateArray())
        {
            var seen = harness.Step([.. Enumerable.Range(0, labels.Length)], input, labels);
            Near.Equal(step.Double("loss"), seen.Objective, $"loss of step {step.Integer("step")}", Tolerance.Double);
            var norm = Math.Sqrt(seen.Only.RawGradients.Values.Sum(gradient => gradient.Sum(slope => slope * slope)));
            Near.Equal(step.Double("grad_norm_before_clip"), norm, $"norm of step {step.Integer("step")}", Tolerance.Double);
        }
        using var off = Grad.Off();
        harness.Model.Train(false);
        Near.Equal(golden.Json.Doubles("eval_logits_after"), Numbers.Of(harness.Model.Forward(input.ToTensor(ScalarType.Float64))), "logits after the last step", Tolerance.Double);
    }

    private static void Base(JsonObject methods, string name, JsonElement parameters)
    {
        methods["use"] = name switch { "CE" => "ce+sr", "FL" => "focal+sr", "GCE" => "gce+sr", _ => throw new InvalidDataException($"no loss is known by the name '{name}'") };
        if (name != "GCE") return;
        methods["gce"] = new JsonObject { ["q"] = parameters.Double("q") };
    }

    private static JsonObject Options(JsonElement given) => new()
    {
        ["tau"] = given.Double("tau"), ["p"] = given.Double("p"), ["lambda"] = given.Double("lambda0"),
        ["rho"] = given.Double("rho"), ["every"] = given.Integer("r"), ["normalise"] = given.GetProperty("l2_normalise").GetBoolean(),
    };

    private static Sr Method(SrOptions options) => new(options, new Needs(1, 2, null));

    private static string Name(GoldenCase golden) => golden.Id.Split('/')[1];
}
