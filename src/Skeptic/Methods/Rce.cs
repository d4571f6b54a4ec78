using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record RceOptions : LossOptions;

/// <summary>-sum_k p_k log q_k with q the one-hot label, whose zeros count as 1e-4: 9.21 times what the other labels have.</summary>
[Method("reverse cross-entropy: the label's cross-entropy under the prediction; tolerates symmetric noise",
    "Wang, Ma, Chen, Luo, Yi and Bailey, Symmetric Cross Entropy for Robust Learning with Noisy Labels, ICCV 2019",
    Deviations =
    [
        "log 0 is ln 1e-4 = -9.21 as coded, where the paper has A = -4",
        "p is floored at 1e-7, as coded: below it the gradient is 0",
        "of a soft target it is the mixture of the labels' losses, not a logarithm of shares",
    ])]
public sealed class Rce(RceOptions options) : LossFunction(options)
{
    /// <summary>-A.</summary>
    internal static readonly double Zero = -Math.Log(1e-4);

    protected override Tensor Of(Branch branch) => Zero * Others(branch);

    /// <summary>sum_(k != y) max(p_k, 1e-7), <c>[B]</c>; summed without the label, since a difference would lose what little there is.</summary>
    internal static Tensor Others(Branch branch) => ((1 - branch.Targets) * branch.Probabilities.Clamp(Gce.Floor)).Sum(1);
}
