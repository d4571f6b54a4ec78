using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record AgceOptions : LossOptions
{
    [Option("shifts the probability: the larger, the flatter the loss where the label is unlikely", Minimum = 0, Above = true)]
    public double A { get; init; } = 0.6;

    [Option("of the power", Minimum = 0, Above = true)]
    public double Q { get; init; } = 0.6;
}

/// <summary>((a + 1)^q - (a + p_y)^q) / q.</summary>
[Method("asymmetric generalised cross-entropy",
    "Zhou, Liu, Jiang, Gao and Ji, Asymmetric Loss Functions for Learning with Noisy Labels, ICML 2021",
    Deviations = ["defaults are those for CIFAR; for MNIST a is 4 and q 0.2"])]
public sealed class Agce(AgceOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label) =>
        (Math.Pow(options.A + 1, options.Q) - (label(branch.Probabilities) + options.A).Pow(options.Q)) / options.Q;
}
