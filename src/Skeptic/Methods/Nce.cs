using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NceOptions : LossOptions;

/// <summary>log p_y / sum_k log p_k: cross-entropy over its sum over all labels, between 0 and 1.</summary>
[Method("normalised cross-entropy: tolerates symmetric noise; the active half of active passive losses such as nce+mae",
    "Ma, Huang, Wang, Romano, Erfani and Bailey, Normalized Loss Functions for Deep Learning with Noisy Labels, ICML 2020",
    Deviations = ["the sum is differentiated too, as coded"])]
public sealed class Nce(NceOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label)
    {
        var logs = branch.View(0).LogSoftmax();
        return label(logs) / logs.Sum(1, keep: true);
    }
}
