using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record SquaredErrorOptions
{
    [Option("multiplies the squared distance", Minimum = 0, Above = true)]
    public double Scale { get; init; } = 0.5;
}

/// <summary>scale ||f - e_y||², on the logits f themselves: with <c>aux</c> or <c>rdi</c>, the objective of their paper.</summary>
[Method("squared error between the logits and the one-hot label",
    "Hu, Li and Yu, Simple and Effective Regularization Methods for Training on Noisily Labeled Data with Generalization Guarantee, ICLR 2020",
    Deviations = ["a step takes the mean over its samples where the paper sums over all of them"])]
public sealed class SquaredError(SquaredErrorOptions options) : ILoss
{
    public Tensor Losses(Branch branch) => options.Scale * (branch.View(0) - branch.Targets).Square().Sum(1);
}
