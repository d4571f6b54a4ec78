using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record CoTeachingPlusOptions : ForgetOptions
{
    [Option("epochs of plain Co-teaching before only disagreement counts; the paper takes 0 for MNIST, 20 for CIFAR-10, 5 for CIFAR-100", Minimum = 0)]
    public int InitEpochs { get; init; }

    [Option("steps from the start of training in which a batch without disagreement teaches as a whole; later it teaches nothing", Minimum = 0)]
    public int AgreeingSteps { get; init; } = 5000;

    [Option("count these steps as the authors' code does: the number of the epoch times that of the batch in it")]
    public bool MultiplySteps { get; init; }

    [Option("pass probabilities where logits are expected once only disagreement counts, as the authors' code does")]
    public bool DoubleSoftmax { get; init; }

    [Option("divide the mean loss of the kept samples by their number once more, as the authors' code does")]
    public bool DivideTwice { get; init; }
}

/// <summary>
/// Co-teaching among the samples of a batch whose class the two networks see differently (the paper's algorithm 1): what both
/// already agree on teaches neither, so the networks do not become one.
/// </summary>
/// <remarks>How often a sample is kept says nothing about its label here, since agreement is never kept; the loss does.</remarks>
[Method("co-teaching+: co-teaching on the samples about which the two networks disagree",
    "Yu, Han, Yao, Niu, Tsang and Sugiyama, How does Disagreement Help Generalization against Label Corruption?, ICML 2019",
    Deviations =
    [
        "losses are those of the logits, as written; the authors' code applies softmax twice, and does here with doubleSoftmax",
        "the mean over the kept samples is not divided by their number again unless divideTwice says so",
        "the paper does not say what a batch without disagreement does; as coded it teaches as a whole at first, but steps are counted one by one unless multiplySteps says so",
        "every sample that divides the networks counts; the authors' code drops the last of them when the first sample of the data set is among them",
        "the ramp is tau e / (T - 1) as coded, and epochs count from the first trained one",
        "where the share kept of the disagreement would be no sample, all of it is kept, as coded; ties go to the earlier row",
    ])]
public class CoTeachingPlus : IWeights, ILabelScores
{
    private readonly CoTeachingPlusOptions _options;
    private readonly ForgetRate _forget;

    private protected CoTeachingPlus(CoTeachingPlusOptions options, Needs needs)
    {
        _options = options;
        _forget = ForgetRate.Of(options, needs, "co-teaching-plus");
        needs.Pair();
    }

    public static CoTeachingPlus Of(CoTeachingPlusOptions options, Needs needs) =>
        options.DoubleSoftmax ? new CoTeachingPlusOnProbabilities(options, needs) : new CoTeachingPlus(options, needs);

    public Tensor Weights(Branch branch)
    {
        var (peer, whole, rate) = (branch.Peers[0], branch.Whole, _forget.At(branch.Clock.Epoch));
        var losses = whole.Of(peer.Losses);
        if (!CountsDisagreement(branch)) return whole.Own(SmallLoss.Weights(losses, SmallLoss.Keep(rate, losses.Count), _options.DivideTwice));
        var disagree = whole.Of(Class(branch).NotEqualTo(Class(peer)).To(losses.Type));
        var weights = SmallLoss.WeightsAmong(disagree > 0, losses, rate, _options.DivideTwice);
        // The number of disagreements stays on the device: 1 throughout where there is none.
        return whole.Own(MayAgree(branch) ? weights + (1 - disagree.Max()) : weights);
    }

    public LabelScores LabelScores(Run run)
    {
        var losses = run.Networks.Select(network => run.Training.Logits([network]).CrossEntropy(run.GivenLabels));
        return new("co-teaching-plus: mean loss of the two networks", Tensor.Stack([.. losses]).Mean(0));
    }

    private protected bool CountsDisagreement(Branch branch) => branch.Clock.Epoch >= _options.InitEpochs;

    private bool MayAgree(Branch branch)
    {
        var (epoch, step) = (branch.Clock.Epoch, branch.Batch.Step);
        var steps = _options.MultiplySteps ? (long)epoch * step : (long)epoch * branch.Run.StepsPerEpoch + step;
        return steps < _options.AgreeingSteps;
    }

    private static Tensor Class(Branch branch) => branch.RawLogits.Rows(0, branch.Batch.Size).ArgMax(1);
}

/// <summary>As the authors' code: softmax of the probabilities.</summary>
internal sealed class CoTeachingPlusOnProbabilities(CoTeachingPlusOptions options, Needs needs) : CoTeachingPlus(options, needs), IOutputs
{
    public Tensor Outputs(Branch branch, Tensor logits) => CountsDisagreement(branch) ? logits.Softmax() : logits;
}
