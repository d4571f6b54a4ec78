using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record ForwardCorrectionOptions : CorrectionOptions;

/// <summary>The loss compares the label with what the network's probabilities become through the noise: T^t softmax(z), the paper's theorem 2.</summary>
[Method("forward correction: the network's probabilities pass through the noise's transition matrix before the loss sees them",
    "Patrini, Rozza, Menon, Nock and Qu, Making Deep Neural Networks Robust to Label Noise: a Loss Correction Approach, CVPR 2017",
    Deviations =
    [
        "losses get log(T^t softmax(z)), floored at 1e-7, as their logits",
        "estimate: the networks that the matrix is estimated from train on the run's own loss, on the training set that is then corrected; then networks start anew, and the schedule of the learning rate goes on",
        "estimate: the percentile is that of the authors' code for CIFAR-10; the paper's text takes the surest sample",
    ])]
public class ForwardCorrection : Correction, IOutputs
{
    private const double Floor = 1e-7;

    private protected ForwardCorrection(ForwardCorrectionOptions options, Needs needs)
        : base(options, needs, "forward-correction", matrix => matrix.ToArray())
    {
    }

    public static ForwardCorrection Of(ForwardCorrectionOptions options, Needs needs) =>
        IsEstimated(options) ? new Estimating(options, needs) : new ForwardCorrection(options, needs);

    public Tensor Outputs(Branch branch, Tensor logits) => Kept(branch) is { } matrix
        ? logits.Softmax().MatMul(matrix.To(logits.Type)).Clamp(Floor).Log()
        : logits.LogSoftmax();

    private sealed class Estimating(ForwardCorrectionOptions options, Needs needs) : ForwardCorrection(options, needs), IPlan;
}
