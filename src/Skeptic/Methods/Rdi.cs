using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Methods;

public enum RdiScale
{
    /// <summary>lambda² / N beside the mean loss: the paper's sum over the samples, divided by their number.</summary>
    Sum,

    /// <summary>lambda² beside the mean loss: N times as strong for the same lambda.</summary>
    Mean,
}

public sealed record RdiOptions
{
    [Option("how strongly weights are held where they started", Minimum = 0)]
    public double Lambda { get; init; } = 8;

    [Option("what lambda squared is weighed against: sum, the loss summed over all samples as in the paper, or mean")]
    public RdiScale Scale { get; init; }
}

/// <summary>
/// Adds lambda²/2 ||W - W0||² to the loss, where W0 are the weights that the network started from: all of them, biases and
/// normalisation too. With squared error and a linear model it takes the very steps of <c>aux</c> (the paper's theorem 1).
/// </summary>
[Method("distance to initialisation: pulls every weight back to where it started",
    "Hu, Li and Yu, Simple and Effective Regularization Methods for Training on Noisily Labeled Data with Generalization Guarantee, ICLR 2020",
    Deviations =
    [
        "the coefficient beside a mean loss is lambda squared over the number of samples, which is the paper's sum; scale=mean leaves the number out",
        "it takes the place of weight decay: added after clipping and after whatever else changes gradients, so cdr+rdi and rdi+cdr are the same, and cdr neither ranks nor masks it",
        "a weight decay of the optimiser beside it is refused, since that pulls to 0",
        "with adam and adamw the pull goes through the gradient",
    ])]
public sealed class Rdi : IDecay
{
    private readonly InitialWeights _start;
    private readonly double _strength;

    public Rdi(RdiOptions options, Needs needs)
    {
        if (needs.Optimiser.WeightDecay > 0)
        {
            throw new CompositionException(
                $"rdi pulls weights to where they started, and optimiser.weightDecay={needs.Optimiser.WeightDecay} pulls them to 0; say --set optimiser.weightDecay=0");
        }
        _strength = options.Lambda * options.Lambda / (options.Scale == RdiScale.Sum ? needs.Samples : 1);
        _start = needs.InitialWeights();
    }

    public void Decay(Branch branch)
    {
        var start = _start.Of(branch.Network);
        foreach (var (i, (_, weight)) in branch.Network.Model.Parameters.Index()) weight.Grad?.AddInPlace(weight - start[i], _strength);
    }
}
