using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NrceOptions : LossOptions
{
    [Option("multiply reverse cross-entropy by (K - 1)/4 as the authors' code does, where the paper divides by its sum over the labels")]
    public bool AsCoded { get; init; }
}

/// <summary>Reverse cross-entropy over its sum over all labels, -A (K - 1).</summary>
[Method("normalised reverse cross-entropy: tolerates symmetric noise, learns very slowly by itself",
    "Ma, Huang, Wang, Romano, Erfani and Bailey, Normalized Loss Functions for Deep Learning with Noisy Labels, ICML 2020",
    Deviations = ["the authors' code multiplies where the paper divides, by a slip of precedence, and takes A = -4 there and -9.21 in the loss; asCoded=true is that"])]
public sealed class Nrce(NrceOptions options) : LossFunction(options)
{
    protected override Tensor Of(Branch branch)
    {
        var others = branch.Run.Classes - 1.0;
        return Rce.Others(branch) * (options.AsCoded ? Rce.Zero * others / 4 : 1 / others);
    }
}
