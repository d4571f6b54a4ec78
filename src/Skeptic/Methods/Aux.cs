using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record AuxOptions
{
    [Option("how strongly b speaks; only learningRate times lambda squared matters", Minimum = 0)]
    public double Lambda { get; init; } = 8;

    [Option("of b, at first; follows the schedule of the networks", Minimum = 0)]
    public double LearningRate { get; init; } = 0.1;
}

/// <summary>
/// Every training sample i has b_i in R^K, zero at first, and the loss sees f(x_i) + lambda b_i. At test time f stands alone.
/// With equal step sizes and a linear model the limit is kernel ridge regression (the paper's theorem 1).
/// </summary>
[Method("auxiliary variables: a trained offset per sample and class absorbs wrong labels",
    "Hu, Li and Yu, Simple and Effective Regularization Methods for Training on Noisily Labeled Data with Generalization Guarantee, ICLR 2020",
    Deviations =
    [
        "the paper's loss is squared error, here it is any loss of the catalogue, cross-entropy by default: its values of lambda do not carry over",
        "b moves by plain gradient descent on the visited rows, without momentum or decay; a learning rate of 0.1 is that of W over (1 - momentum), which keeps the theory's ratio",
    ])]
public sealed class Aux(AuxOptions options, Needs needs) : IOutputs, ILabelScores
{
    private readonly PerSample _b = needs.Variable("b", needs.Classes, Initial.Zeros, new RowTraining(options.LearningRate, FollowsSchedule: true));

    public Tensor Outputs(Branch branch, Tensor logits) => logits + options.Lambda * _b[branch];

    /// <remarks>b of the given label is the accumulated difficulty of fitting that label.</remarks>
    public LabelScores LabelScores(Run run) => new("aux: b of the given label", _b.Mean().Pick(run.GivenLabels));
}
