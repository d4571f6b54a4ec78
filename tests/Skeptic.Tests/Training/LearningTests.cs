using Skeptic.Data;
using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Every method of the catalogue learns real digits from noisy labels within two epochs.</summary>
public sealed class LearningTests
{
    private const int Train = 6_000;
    private const int Test = 2_000;

    private static readonly Lazy<Dataset> s_digits = new(() =>
        DatasetCatalogue.Load("mnist", RealData.Folders).Subset([.. Enumerable.Range(0, Train)], [.. Enumerable.Range(0, Test)]));

    public static TheoryData<string> Methods => [.. MethodCatalogue.All.Select(entry => entry.Key), "cdr+aux", "gce+co-teaching"];

    [MnistTheory]
    [MemberData(nameof(Methods))]
    public void Two_epochs_on_a_tenth_of_MNIST_learn(string method)
    {
        using var workplace = TinyRun.Workplace(s_digits.Value);
        // Small gradients need a larger rate, and those of the mean absolute error one of their own for each weight.
        var (optimiser, rate) = method == "mae" ? ("adam", 0.001) : ("sgd", method.Contains("gce", StringComparison.Ordinal) ? 0.03 : 0.01);
        var recipe = TinyRun.Recipe(
            method, "dataset=mnist", "model=lenet", "width=1", "noise=symmetric:0.2", "epochs=2", "batch=32", "schedule=constant",
            $"optimiser.name={optimiser}", $"optimiser.learningRate={rate}");
        using var run = new Run(recipe, workplace);
        var outcome = Trainer.Continue(run, null);
        Assert.True(outcome.Result!.Last.Accuracy > 0.7, $"{outcome.Result.Last.Accuracy:0.0000} after two epochs");
        Assert.All(outcome.Epochs, epoch => Assert.True(double.IsFinite(epoch.Training.Loss)));
        using var scope = Scope.Open();
        foreach (var (name, value) in run.State().Where(tensor => tensor.Value.Type == ScalarType.Float32))
            Assert.True(value.IsFinite().All().ToInt64() == 1, $"{name} is not finite");
    }
}
