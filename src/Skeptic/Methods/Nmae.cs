using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NmaeOptions : LossOptions;

/// <summary>(1 - p_y) / (K - 1): the mean absolute error over its sum over all labels.</summary>
[Method("normalised mean absolute error: tolerates symmetric noise, learns very slowly by itself",
    "Ma, Huang, Wang, Romano, Erfani and Bailey, Normalized Loss Functions for Deep Learning with Noisy Labels, ICML 2020",
    Deviations = ["sums to 1 over the labels, as in the paper and later code; the authors' own code divides by 2 once more: weight=0.5"])]
public sealed class Nmae(NmaeOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label)
    {
        var p = branch.Probabilities;
        return (1 - label(p)) / (p.Size(1) - 1);
    }
}
