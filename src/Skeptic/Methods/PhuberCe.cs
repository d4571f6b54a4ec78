using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record PhuberCeOptions : LossOptions
{
    [Option("below p = 1/tau the loss goes on as a straight line: the largest slope that a label gets", Minimum = 1, Above = true)]
    public double Tau { get; init; } = 10;
}

/// <summary>-log p_y where p_y is above 1/tau, else -tau p_y + log tau + 1: the paper's equation 9.</summary>
[Method("partially Huberised cross-entropy: linear for labels that the network finds unlikely, so that no label has a large gradient",
    "Menon, Rawat, Reddi and Kumar, Can gradient clipping mitigate label noise?, ICLR 2020",
    Deviations = ["the default is what is used for MNIST and CIFAR-100; for CIFAR-10 it is 2"])]
public sealed class PhuberCe(PhuberCeOptions options) : LabelLoss(options)
{
    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label)
    {
        var p = label(branch.Probabilities);
        var line = p * -options.Tau + (Math.Log(options.Tau) + 1);
        return (p <= 1 / options.Tau).Choose(line, -label(branch.View(0).LogSoftmax()));
    }
}
