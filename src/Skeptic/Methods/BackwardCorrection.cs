using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record BackwardCorrectionOptions : CorrectionOptions;

/// <summary>The loss of label y becomes sum_j (T^-1)[y,j] times the loss of j, whose mean over the noise is that of the true label: the paper's theorem 1.</summary>
[Method("backward correction: the losses of all labels, mixed by the inverse of the noise's transition matrix",
    "Patrini, Rozza, Menon, Nock and Qu, Making Deep Neural Networks Robust to Label Noise: a Loss Correction Approach, CVPR 2017",
    Deviations =
    [
        "the targets are rows of T^-1, with shares below 0 and above 1; a loss that is not linear in the label is the mixture of its labels' losses",
        "estimate: the networks that the matrix is estimated from train on the run's own loss, on the training set that is then corrected; then networks start anew, and the schedule of the learning rate goes on",
        "estimate: the percentile is that of the authors' code for CIFAR-10; the paper's text takes the surest sample",
    ])]
public class BackwardCorrection : Correction, ITargets
{
    private protected BackwardCorrection(BackwardCorrectionOptions options, Needs needs)
        : base(options, needs, "backward-correction", matrix => matrix.Inverse())
    {
    }

    public static BackwardCorrection Of(BackwardCorrectionOptions options, Needs needs) =>
        IsEstimated(options) ? new Estimating(options, needs) : new BackwardCorrection(options, needs);

    public Tensor Targets(Branch branch, Tensor targets) => Kept(branch) is { } inverse ? targets.MatMul(inverse.To(targets.Type)) : targets;

    private sealed class Estimating(BackwardCorrectionOptions options, Needs needs) : BackwardCorrection(options, needs), IPlan;
}
