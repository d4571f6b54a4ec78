using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Every method of the catalogue learns real digits from noisy labels within two epochs, or what its phases need.</summary>
public sealed class LearningTests
{
    private const int Train = 3_000;
    private const int Test = 1_000;

    private static readonly Lazy<Dataset> s_digits = new(() =>
        DatasetCatalogue.Load("mnist", RealData.Folders).Subset([.. Enumerable.Range(0, Train)], [.. Enumerable.Range(0, Test)]));

    // Small gradients need a larger rate, and those of the mean absolute error one of their own for each weight.
    private static readonly string[] s_adam = ["optimiser.name=adam", "optimiser.learningRate=0.001"];

    private static readonly (string Method, string[] Settings)[] s_settings =
    [
        .. new[] { "mae", "nmae", "rce", "nrce", "nce", "nfl", "ngce", "agce", "aul", "ael", "anl" }.Select(loss => (loss, s_adam)),
        ("nmae", ["epochs=4"]),
        ("nrce", ["epochs=4"]),
        // Concave powers make a fresh network sure of any class at once.
        ("anl", ["method.anl.p=2"]),
        ("gce", ["optimiser.learningRate=0.03"]),
        ("nl", [.. s_adam, "method.nl.draws=20"]),
        ("forward-correction", ["epochs=4", "optimiser.learningRate=0.02"]),
        ("backward-correction", ["method.backward-correction.transition=noise"]),
        ("squared-error", ["optimiser.learningRate=0.02"]),
        // Slow by nature: many negatives a step, and Adam.
        ("nlnl", ["epochs=6", "optimiser.name=adam", "optimiser.learningRate=0.001", "method.nlnl.shares=2:1:1:1:1", "method.nlnl.negatives=20", "method.nlnl.trusted=0.3", "method.nlnl.pseudoRate=2"]),
    ];

    public static TheoryData<string> Methods => [.. MethodCatalogue.All.Select(entry => entry.Key), "cdr+aux", "gce+co-teaching"];

    [MnistTheory]
    [MemberData(nameof(Methods))]
    public void A_short_run_on_a_twentieth_of_MNIST_learns(string method)
    {
        using var workplace = TinyRun.Workplace(s_digits.Value);
        string[] settings =
        [
            "dataset=mnist", "model=lenet", "width=1", "noise=symmetric:0.2", "epochs=2", "batch=32", "schedule=constant", "optimiser.learningRate=0.01",
            .. s_settings.Where(own => method.Split('+').Contains(own.Method)).SelectMany(own => own.Settings),
        ];
        using var run = new Run(TinyRun.Recipe(method, settings), workplace);
        var outcome = Trainer.Continue(run, null);
        Assert.True(outcome.Result!.Last.Accuracy > 0.5, $"{outcome.Result.Last.Accuracy:0.0000} at the end: {string.Join(", ", outcome.Epochs.Select(epoch => $"{epoch.Phase} {epoch.Test:0.000}"))}");
        Assert.All(outcome.Epochs, epoch => Assert.True(double.IsFinite(epoch.Training.Loss)));
        using var scope = Scope.Open();
        foreach (var (name, value) in run.State().Where(tensor => tensor.Value.Type == ScalarType.Float32))
            Assert.True(value.IsFinite().All().ToInt64() == 1, $"{name} is not finite");
    }
}
