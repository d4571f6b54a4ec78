using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NflOptions : LossOptions
{
    [Option("of the focal loss; 0 is normalised cross-entropy", Minimum = 0)]
    public double Gamma { get; init; } = 0.5;
}

/// <summary>w_y log p_y / sum_k w_k log p_k with w_k = (1 - p_k)^gamma, the factors without gradient.</summary>
[Method("normalised focal loss: tolerates symmetric noise",
    "Ma, Huang, Wang, Romano, Erfani and Bailey, Normalized Loss Functions for Deep Learning with Noisy Labels, ICML 2020",
    Deviations = ["the factors (1 - p_k)^gamma pass no gradient, as coded; logarithms do, above and below the line"])]
public sealed class Nfl(NflOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label)
    {
        var focal = Focal.Factor(branch.Probabilities, options.Gamma) * branch.View(0).LogSoftmax();
        return label(focal) / focal.Sum(1, keep: true);
    }
}
