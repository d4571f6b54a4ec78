using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record MaeOptions : LossOptions
{
    [Option("multiplies the loss; at 2 it is the L1 distance to the one-hot label", Minimum = 0, Above = true)]
    public double Scale { get; init; } = 2;
}

/// <summary>scale (1 - p_y), which sums to a constant over the classes and so tolerates symmetric noise (the paper's theorem 1).</summary>
[Method("mean absolute error: tolerates symmetric noise, learns slowly",
    "Ghosh, Kumar and Sastry, Robust Loss Functions under Label Noise for Deep Neural Networks, AAAI 2017",
    Deviations = ["published code has scale 2 or 1; the default is 2, and the beta of active passive losses such as nce+mae multiplies a scale of 1"])]
public sealed class Mae(MaeOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label) => options.Scale * (1 - label(branch.Probabilities));
}
