using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record GceOptions
{
    [Option("between mean absolute error (1, robust and slow) and cross-entropy (towards 0)", Minimum = 0, Above = true, Maximum = 1)]
    public double Q { get; init; } = 0.7;
}

/// <summary>L_q(p, y) = (1 - p_y^q) / q, the paper's equation 6.</summary>
/// <remarks>The truncated variant of the paper's section 3.3, which prunes samples, is not part of it.</remarks>
[Method("generalised cross-entropy: between cross-entropy and mean absolute error",
    "Zhang and Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, NeurIPS 2018",
    Deviations = ["p is floored at 1e-7 before the power, as in the code of later authors: below it the gradient is 0"])]
public sealed class Gce(GceOptions options) : ILoss
{
    private const double Floor = 1e-7;

    public Tensor Losses(Branch branch)
    {
        // Soft targets: the loss of a mixture is the mixture of the losses.
        if (branch.Labels is not { } labels)
            return (branch.Targets * Of(branch.Probabilities)).Sum(1);
        return Of(branch.Probabilities.Pick(labels));
    }

    private Tensor Of(Tensor probabilities) => (1 - probabilities.Clamp(Floor).Pow(options.Q)) / options.Q;
}
