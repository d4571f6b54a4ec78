using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Theory;

/// <summary>One run of the memorisation figure.</summary>
public sealed record MemorisationPart(string Method, string Noise, Recipe Recipe);

/// <summary>
/// Training accuracy on given and on true labels over the epochs, and how far features and classifier collapse, by the given and by the true
/// labels: of a method that believes every label, of one that does not, with wrong labels and without.
/// </summary>
public static class Memorisation
{
    /// <summary>The setting under which plain cross-entropy has time to learn wrong labels by heart: few samples, Adam, a constant rate, no decay.</summary>
    private static readonly string[] s_shared =
    [
        "dataset=glyphs", "samples=4000", "model=lenet", "epochs=40", "seed=1", "optimiser.name=adam", "optimiser.learningRate=0.001", "optimiser.weightDecay=0",
        "schedule=constant", "validation.share=0",
    ];

    public const string Noise = "symmetric:0.4", Clean = "none";

    public static IReadOnlyList<string> Methods { get; } = ["ce", "sop"];

    /// <param name="assignments">Settings <c>path=value</c> in place of the shared ones, the later ones winning.</param>
    /// <exception cref="SettingsException">An unknown setting, or a value that does not fit.</exception>
    public static IReadOnlyList<MemorisationPart> Parts(IReadOnlyList<string> methods, string noise, IReadOnlyList<string> assignments)
    {
        if (assignments.FirstOrDefault(text => text.StartsWith("noise=", StringComparison.Ordinal) || text.StartsWith("method.use=", StringComparison.Ordinal)) is { } own)
            throw new SettingsException($"{own}: methods and noise have options of their own");
        return
        [
            .. new[] { noise, Clean }.Distinct().SelectMany(one => methods.Select(method =>
            {
                var tree = new JsonObject();
                foreach (var assignment in s_shared.Append($"method.use={method}").Append($"noise={one}").Concat(assignments)) SettingsTree.Assign(tree, assignment);
                return new MemorisationPart(method, one, Recipe.From(tree));
            })),
        ];
    }

    /// <summary>Trains a part from wherever it stands; every epoch's record has <c>collapse.given1</c> to <c>collapse.true3</c>.</summary>
    public static RunOutcome Train(MemorisationPart part, Workplace workplace, RunDirectory directory, IProgress<RunEvent>? progress = null, CancellationToken cancel = default)
    {
        if (directory.ReadResult() is { } stored) return new RunOutcome(RunStatus.Finished, stored, directory.ReadEpochs());
        using var run = new Run(part.Recipe, workplace);
        run.Method = new Composition([.. run.Method.Parts, new Collapse(run)]);
        return Trainer.Continue(run, directory, progress, cancel);
    }

    /// <summary>Measures the first network's collapse when an epoch ends; changes nothing.</summary>
    private sealed class Collapse(Run run) : IEpochNumbers
    {
        public MethodNumbers EpochNumbers(Clock clock)
        {
            using var scope = Torch.Scope.Open();
            var seen = Penultimate.Of(run.Networks[0], run.Training);
            var features = seen.Features.To(Torch.Device.Cpu).ToArray<float>();
            var classifier = Penultimate.Classifier(run.Networks[0].Model).Weight.Detach().To(Torch.Device.Cpu).ToArray<float>();
            var given = NeuralCollapse.Of(features, run.Labels.GivenLabels, classifier, run.Classes);
            var truth = NeuralCollapse.Of(features, run.Labels.TrueLabels, classifier, run.Classes);
            return new()
            {
                ["given1"] = given.Nc1, ["given2"] = given.Nc2, ["given3"] = given.Nc3, ["true1"] = truth.Nc1, ["true2"] = truth.Nc2, ["true3"] = truth.Nc3,
            };
        }
    }
}
