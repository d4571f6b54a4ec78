using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Torch.Optimisers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>DivideMix by the authors' code: its parts, the division of a training set, and a whole step.</summary>
internal static class DivideMixGolden
{
    internal static void RampUp(GoldenCase golden)
    {
        const double LambdaU = 25, Length = 16;
        var row = golden.Json;
        Near.Equal(row.Double("value"), LambdaU * MixMatch.RampUp(row.Double("current"), row.Double("warm_up"), Length), "strength", Tolerance.Formula);
    }

    internal static void Labels(GoldenCase golden)
    {
        using var scope = Scope.Open();
        var json = golden.Json;
        Tensor Of(string name) => json.Numbers(name).ToTensor(ScalarType.Float64);
        var own = new[] { Of("own_aug1_logits").Softmax(), Of("own_aug2_logits").Softmax() };
        var peer = new[] { Of("peer_aug1_logits").Softmax(), Of("peer_aug2_logits").Softmax() };
        var (t, trust, labels) = (json.Double("T"), Of("w"), Of("labels_onehot"));
        Near.Equal(json.Doubles("mean_probs"), Numbers.Of(MixMatch.Guess(1, [.. own, .. peer])), "mean of the predictions");
        Near.Equal(json.Doubles("targets_u"), Numbers.Of(MixMatch.Guess(t, [.. own, .. peer])), "guessed labels");
        Near.Equal(json.Doubles("mean_own_probs"), Numbers.Of(MixMatch.Refine(1, trust * 0, labels, own)), "mean of the own predictions");
        Near.Equal(json.Doubles("refined_before_sharpen"), Numbers.Of(MixMatch.Refine(1, trust, labels, own)), "refined labels, not sharpened");
        Near.Equal(json.Doubles("targets_x"), Numbers.Of(MixMatch.Refine(t, trust, labels, own)), "refined labels");
    }

    internal static void Losses(GoldenCase golden)
    {
        using var scope = Scope.Open();
        var json = golden.Json;
        Tensor Of(string name) => json.Numbers(name).ToTensor(ScalarType.Float64);
        var (x, u) = (Of("logits_x"), Of("logits_u"));
        var labelled = x.CrossEntropy(Of("targets_x")).Mean().ToDouble();
        var unlabelled = MixMatch.Unlabelled(u.Softmax(), Of("targets_u")).ToDouble();
        var balance = MixMatch.Balance(Tensor.Cat([x.Softmax(), u.Softmax()])).ToDouble();
        var strength = 25 * MixMatch.RampUp(14.5, 10, 16);
        Near.Equal(json.Double("Lx"), labelled, "labelled loss");
        Near.Equal(json.Double("Lu"), unlabelled, "unlabelled loss");
        Near.Equal(json.Double("lambda"), strength, "strength of the unlabelled loss");
        Near.Equal(json.Double("penalty"), balance, "balance of classes");
        Near.Equal(json.Double("total"), labelled + strength * unlabelled + balance, "sum");
        Near.Equal(json.Double("negentropy_of_logits_u"), MixMatch.Confidence(u).ToDouble(), "negative entropy");
    }

    internal static void Step(GoldenCase golden)
    {
        var json = golden.Json;
        var (x, u) = (json.Numbers("inputs_x"), json.Numbers("inputs_u"));
        var (labelled, unlabelled) = ((int)x.Shape[0], (int)u.Shape[0]);
        var recipe = new JsonObject
        {
            ["batch"] = labelled, ["epochs"] = 300, ["optimiser"] = new JsonObject { ["learningRate"] = 0.02, ["momentum"] = 0.9, ["weightDecay"] = 5e-4 },
            ["method"] = new JsonObject { ["use"] = "divide-mix" },
        };
        (string, long[])[] shapes = [("fc.weight", [3, x.Shape[1]]), ("fc.bias", [3])];
        using var harness = new StepHarness(recipe, labelled + unlabelled, 3, () => new Chain(shapes));
        harness.SetParameter("fc.weight", json.Numbers("net1_weight_before"));
        harness.SetParameter("fc.bias", json.Numbers("net1_bias_before"));
        harness.SetParameter("fc.weight", json.Numbers("net2_weight"), network: 1);
        harness.SetParameter("fc.bias", json.Numbers("net2_bias"), network: 1);
        harness.SetRows("clean", new Numbers([.. json.Doubles("w_x"), .. new double[unlabelled]], [labelled + unlabelled, 1]), network: 1);
        var shown = new Look();
        harness.Also = [shown];
        Mixture? mixture = null;
        harness.Run.Method.Parts.OfType<DivideMix>().Single().Mix = (_, rows) =>
        {
            Assert.Equal(2 * (labelled + unlabelled), rows);
            return mixture ??= new(Tensor.From<int>(json.Integers("permutation"), [rows]).To(ScalarType.Int64), Tensor.From([json.Double("l_used")]).To(ScalarType.Float32));
        };

        using var scope = Scope.Open();
        var (x2, u2) = (json.Numbers("inputs_x2").ToTensor(), json.Numbers("inputs_u2").ToTensor());
        var beside = new Batch(Positions(labelled, unlabelled), u.ToTensor(), Positions(0, unlabelled), unlabelled) { Views = (_, _) => u2 };
        var batch = new Batch(Positions(0, labelled), x.ToTensor(), Tensor.From<int>(json.Integers("labels_x"), [labelled]).To(ScalarType.Int64), labelled)
        {
            Steps = 3, Beside = beside, Views = (_, _) => x2,
        };
        var step = harness.Step(batch, epoch: 14, epochs: 300, networks: 1);
        Near.Equal(json.Doubles("mixed_input"), shown.Inputs, "mixed inputs");
        Near.Equal(json.Doubles("mixed_target"), shown.Targets, "mixed targets");
        Near.Equal(json.Double("Lx"), step.Only.Losses.Take(2 * labelled).Average(), "labelled loss");
        Near.Equal(json.Double("total"), step.Objective, "objective");
        Near.Equal(json.Doubles("net1_weight_after"), harness.Parameter("fc.weight"), "weights after the step");
        Near.Equal(json.Doubles("net1_bias_after"), harness.Parameter("fc.bias"), "biases after the step");
    }

    /// <summary>Losses, scaled, and the mixture's verdict: by the run's own plan of an epoch.</summary>
    internal static void Division(GoldenCase golden)
    {
        using var divided = new Divided60(golden.Json, 1);
        divided.Plan(0);
        // In float32, as the authors' losses are; the mixture is scikit-learn's in float64 from there.
        using var scope = Scope.Open();
        Near.Equal(golden.Json.Doubles("normalised_losses"), Numbers.Of(CleanPosterior.Normalise(divided.Losses)), "scaled losses", new Tolerance(1e-4, 1e-6));
        Near.Equal(golden.Json.Doubles("clean_posterior"), divided.Clean, "probability of a right label", new Tolerance(1e-4, 1e-6));
    }

    /// <summary>At 90 % noise: the mean of the last five epochs' losses.</summary>
    internal static void Averaged(GoldenCase golden)
    {
        var json = golden.Root.GetProperty("dividemix").GetProperty("dividemix_eval_train");
        using var divided = new Divided60(json, 5);
        var n = json.Doubles("normalised_losses");
        double[][] history = [[.. n.Select(l => l * 0.5)], [.. n.Select(l => l * 0.7)], n, n, [.. n.Select(l => l * l)]];
        divided.Harness.SetRows("divide-mix-losses", new Numbers([.. n.Index().SelectMany(l => history.Select(epoch => epoch[l.Index]))], [n.Length, 5]));
        divided.Plan(5);
        Near.Equal(golden.Json.Doubles("averaged_loss_first5"), [.. divided.Harness.Rows("divide-mix-losses").Chunk(5).Take(5).Select(row => row.Average())], "averaged losses", new Tolerance(1e-4, 1e-6));
        Near.Equal(golden.Json.Doubles("clean_posterior_first5"), divided.Clean[..5], "probability of a right label", new Tolerance(1e-4, 1e-6));
    }

    internal static void LearningRate(GoldenCase golden)
    {
        Assert.Contains("0.02 for epochs 0..149, 0.002 for 150..300", golden.Json.Text("description"), StringComparison.Ordinal);
        var settings = Presets.PresetCatalogue.Find("divide-mix/cifar10-symmetric-50/divide-mix").Settings;
        var (schedule, rate) = (Schedule.Parse((string)settings["schedule"]!), (double)settings["optimiser"]!["learningRate"]!);
        for (var epoch = 0; epoch <= 300; epoch++) Near.Equal(epoch < 150 ? 0.02 : 0.002, rate * schedule.Factor(epoch), $"epoch {epoch}", Tolerance.Formula);
    }

    private static Tensor Positions(int from, int count) => Tensor.From<long>([.. Enumerable.Range(from, count).Select(i => (long)i)], [count]);

    /// <summary>What a step was shown.</summary>
    private sealed class Look : IObserve
    {
        internal double[] Inputs { get; private set; } = [];

        internal double[] Targets { get; private set; } = [];

        public void Observe(Branch branch) => (Inputs, Targets) = (Numbers.Of(branch.Examples.Inputs), Numbers.Of(branch.Targets));
    }

    /// <summary>60 samples of which the network says what the file has.</summary>
    private sealed class Divided60 : IDisposable
    {
        private const int WarmUp = 10;

        internal Divided60(System.Text.Json.JsonElement json, int averaged)
        {
            var (logits, labels) = (json.Numbers("logits"), json.Integers("labels"));
            var (samples, classes) = ((int)logits.Shape[0], (int)logits.Shape[1]);
            var recipe = new JsonObject
            {
                ["batch"] = 10, ["epochs"] = 300, ["method"] = new JsonObject { ["use"] = "divide-mix", ["divide-mix"] = new JsonObject { ["warmUp"] = WarmUp, ["averaged"] = averaged } },
            };
            var features = new FeatureArray(new float[samples], samples, 1);
            var data = new Dataset("sixty", new LabelledData(features, labels), new LabelledData(new FeatureArray(new float[1], 1, 1), [0]),
                [.. Enumerable.Range(0, classes).Select(c => $"class {c}")], Normalisation.Identity(1), "made by a test");
            Harness = new StepHarness(recipe, data, () =>
            {
                var model = new FixedLogits(samples, classes);
                model.Set(logits);
                return model;
            });
        }

        internal StepHarness Harness { get; }

        internal Tensor Losses => Harness.Run.LogitsOf(Harness.Run.Networks[0]).CrossEntropy(Harness.Run.GivenLabels);

        internal double[] Clean => Harness.Rows("clean");

        internal void Plan(int divisions)
        {
            using var scope = Scope.Open();
            Harness.Run.Method.Parts.OfType<DivideMix>().Single().Plan(Harness.Run, new Clock(WarmUp + divisions, 300));
        }

        public void Dispose() => Harness.Dispose();
    }
}
