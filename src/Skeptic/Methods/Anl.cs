using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record AnlOptions : LossOptions
{
    [Option("what the label's probability is compared with", Minimum = 1, Above = true)]
    public double A { get; init; } = 1.5;

    [Option("of the power", Minimum = 0, Above = true)]
    public double P { get; init; } = 0.9;
}

/// <summary>(sum_k |a e_yk - p_k|^p - (a - 1)^p) / p with e_y the one-hot label.</summary>
[Method("asymmetric norm loss: a power of the distance between the prediction and a multiple of the label",
    "Zhou, Liu, Jiang, Gao and Ji, Asymmetric Loss Functions for Learning with Noisy Labels, ICML 2021",
    Deviations = ["only in the authors' code, where it is called ANorm", "p is floored at 1e-5 before the power, as coded: below it the gradient is 0"])]
public sealed class Anl(AnlOptions options) : LabelLoss(options)
{
    private const double Floor = 1e-5;

    protected override Tensor Of(Branch branch, Func<Tensor, Tensor> label)
    {
        var p = branch.Probabilities.Clamp(Floor);
        var powers = p.Pow(options.P);
        var others = powers.Sum(1, keep: true) - label(powers);
        return (others + (options.A - label(p)).Pow(options.P) - Math.Pow(options.A - 1, options.P)) / options.P;
    }
}
