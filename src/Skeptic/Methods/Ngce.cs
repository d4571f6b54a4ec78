using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NgceOptions : LossOptions
{
    [Option("of the generalised cross-entropy", Minimum = 0, Above = true, Maximum = 1)]
    public double Q { get; init; } = 0.7;
}

/// <summary>(1 - p_y^q) / (K - sum_k p_k^q): the generalised cross-entropy over its sum over all labels.</summary>
[Method("normalised generalised cross-entropy: tolerates symmetric noise",
    "Ma, Huang, Wang, Romano, Erfani and Bailey, Normalized Loss Functions for Deep Learning with Noisy Labels, ICML 2020",
    Deviations = ["p is floored at 1e-7 before the power, as coded: below it the gradient is 0"])]
public sealed class Ngce(NgceOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label)
    {
        var powers = branch.Probabilities.Clamp(Gce.Floor).Pow(options.Q);
        return (1 - label(powers)) / (powers.Size(1) - powers.Sum(1, keep: true));
    }
}
