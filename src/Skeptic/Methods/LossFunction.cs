using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public abstract record LossOptions
{
    [Option("multiplies the loss: its share where several losses add up", Minimum = 0)]
    public double Weight { get; init; } = 1;
}

/// <summary>A loss with a weight, so that losses with a plus between them add up in any proportion: nce+mae is an active passive loss.</summary>
public abstract class LossFunction(LossOptions options) : ILoss
{
    public Tensor Losses(Branch branch)
    {
        var losses = Of(branch);
        return options.Weight == 1 ? losses : losses * options.Weight;
    }

    /// <returns><c>[B]</c>, before the weight.</returns>
    protected abstract Tensor Of(Branch branch);
}

/// <summary>A loss that is one formula in the label: of a soft target it is the mixture of the labels' losses, whatever signs the shares have.</summary>
public abstract class LabelLoss(LossOptions options) : LossFunction(options)
{
    /// <param name="label">Takes <c>[B,K]</c> to what stands at the label: <c>[B,1]</c>, or for soft targets all of it, <c>[B,K]</c>.</param>
    /// <returns>The loss of the label, shaped as <paramref name="label"/> returns it. What all labels share is <c>[B,1]</c>.</returns>
    protected abstract Tensor Of(Branch branch, Func<Tensor, Tensor> label);

    protected sealed override Tensor Of(Branch branch) => branch.Labels is { } labels
        ? Of(branch, all => all.Gather(labels.Unsqueeze(1))).Squeeze(1)
        : (branch.Targets * Of(branch, all => all)).Sum(1);
}
