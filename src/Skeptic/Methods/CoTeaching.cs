using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record CoTeachingOptions
{
    [Option("share of a batch that is left out in the end; the run's nominal noise rate by default", Minimum = 0, Maximum = 1, Below = true)]
    public double? ForgetRate { get; init; }

    [Option("epochs over which the share grows from 0", Minimum = 1)]
    public int RampEpochs { get; init; } = 10;

    [Option("the final share is raised to this power while it grows, as in the authors' code", Minimum = 0, Above = true)]
    public double Exponent { get; init; } = 1;

    [Option("divide the mean loss of the kept samples by their number once more, as the authors' code does")]
    public bool DivideTwice { get; init; }
}

/// <summary>
/// Two networks; each is trained on the samples of the batch that the other finds easy: the (1 - R(T)) B with the smallest
/// losses (the paper's algorithm 1). Both select before either steps.
/// </summary>
[Method("co-teaching: two networks, each trained on the samples that have a small loss in the other",
    "Han, Yao, Yu, Niu, Xu, Hu, Tsang and Sugiyama, Co-teaching: Robust Training of Deep Neural Networks with Extremely Noisy Labels, NeurIPS 2018",
    Deviations =
    [
        "the ramp is tau e / (T - 1) as coded, not tau T / T_k as written, and epochs count from the first trained one",
        "the mean over the kept samples is not divided by their number again unless divideTwice says so",
        "at least one sample is kept, and ties go to the earlier row",
    ])]
public sealed class CoTeaching : IWeights, IObserve, ILabelScores
{
    private readonly CoTeachingOptions _options;
    private readonly ForgetRate _forget;
    private readonly KeptCounts _kept;

    public CoTeaching(CoTeachingOptions options, Needs needs)
    {
        _options = options;
        _forget = new ForgetRate(needs.RateOr(options.ForgetRate, "method.co-teaching.forgetRate"), options.RampEpochs, options.Exponent);
        needs.Pair();
        _kept = new KeptCounts("co-teaching", options.RampEpochs, needs);
    }

    public Tensor Weights(Branch branch)
    {
        var losses = branch.Whole.Of(branch.Peers[0].Losses);
        return branch.Whole.Own(SmallLoss.Weights(losses, Keep(branch.Clock.Epoch, losses.Count), _options.DivideTwice));
    }

    public void Observe(Branch branch) => _kept.Observe(branch, branch.Weights!);

    public LabelScores LabelScores(Run run) => _kept.LabelScores(run);

    /// <summary>The share left out in 0-based <paramref name="epoch"/>.</summary>
    internal double ForgetRate(int epoch) => _forget.At(epoch);

    internal long Keep(int epoch, long size) => SmallLoss.Keep(ForgetRate(epoch), size);
}
