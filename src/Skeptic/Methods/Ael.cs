using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record AelOptions : LossOptions
{
    [Option("divides the probability", Minimum = 0, Above = true)]
    public double A { get; init; } = 2.5;
}

/// <summary>exp(-p_y / a).</summary>
[Method("asymmetric exponential loss",
    "Zhou, Liu, Jiang, Gao and Ji, Asymmetric Loss Functions for Learning with Noisy Labels, ICML 2021",
    Deviations = ["the default is that for CIFAR; for MNIST a is 3.5"])]
public sealed class Ael(AelOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label) => (label(branch.Probabilities) / -options.A).Exp();
}
