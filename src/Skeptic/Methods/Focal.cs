using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record FocalOptions : LossOptions
{
    [Option("how much less easy samples count; 0 is cross-entropy", Minimum = 0)]
    public double Gamma { get; init; } = 0.5;
}

/// <summary>-(1 - p_y)^gamma log p_y, the factor without gradient.</summary>
[Method("focal loss: samples that the network is sure of count less",
    "Lin, Goyal, Girshick, He and Dollar, Focal Loss for Dense Object Detection, ICCV 2017",
    Deviations = ["the factor (1 - p_y)^gamma passes no gradient, as in the code of the papers on label noise; the paper differentiates it"])]
public sealed class Focal(FocalOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label) =>
        -Factor(label(branch.Probabilities), options.Gamma) * label(branch.View(0).LogSoftmax());

    /// <summary>(1 - p)^gamma without gradient.</summary>
    internal static Tensor Factor(Tensor probabilities, double gamma) => (1 - probabilities.Detach()).Clamp(0).Pow(gamma);
}
