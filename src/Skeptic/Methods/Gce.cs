using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record GceOptions : LossOptions
{
    [Option("between mean absolute error (1, robust and slow) and cross-entropy (towards 0)", Minimum = 0, Above = true, Maximum = 1)]
    public double Q { get; init; } = 0.7;
}

/// <summary>L_q(p, y) = (1 - p_y^q) / q, the paper's equation 6.</summary>
/// <remarks>The truncated variant of the paper's section 3.3, which prunes samples, is not part of it.</remarks>
[Method("generalised cross-entropy: between cross-entropy and mean absolute error",
    "Zhang and Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, NeurIPS 2018",
    Deviations = ["p is floored at 1e-7 before the power, as in the code of later authors: below it the gradient is 0"])]
public sealed class Gce(GceOptions options) : LabelLoss(options)
{
    /// <summary>Under this a probability counts as this much, and has no gradient.</summary>
    internal const double Floor = 1e-7;

    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label) =>
        (1 - label(branch.Probabilities).Clamp(Floor).Pow(options.Q)) / options.Q;
}
