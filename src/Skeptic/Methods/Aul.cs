using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record AulOptions : LossOptions
{
    [Option("what the probability is subtracted from", Minimum = 1, Above = true)]
    public double A { get; init; } = 5.5;

    [Option("of the power", Minimum = 0, Above = true)]
    public double Q { get; init; } = 3;
}

/// <summary>((a - p_y)^q - (a - 1)^q) / q.</summary>
[Method("asymmetric unhinged loss",
    "Zhou, Liu, Jiang, Gao and Ji, Asymmetric Loss Functions for Learning with Noisy Labels, ICML 2021",
    Deviations = ["the authors' code calls it AUE", "defaults are those for CIFAR; for MNIST a is 3 and q 0.1"])]
public sealed class Aul(AulOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label) =>
        ((options.A - label(branch.Probabilities)).Pow(options.Q) - Math.Pow(options.A - 1, options.Q)) / options.Q;
}
