using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record JocorOptions : ForgetOptions
{
    [Option("share of the distance between the two networks in the joint loss; the rest is their own losses", Minimum = 0, Maximum = 1)]
    public double Lambda { get; init; } = 0.1;
}

/// <summary>
/// Two networks under one loss, (1 - lambda)(l1 + l2) + lambda (KL(p1 | p2) + KL(p2 | p1)), of which the samples with the smallest
/// values teach both (the paper's joint loss and small-loss selection): on wrong labels the networks disagree, so these have large losses.
/// </summary>
[Method("joint training with co-regularisation: two networks drawn together, both taught by the samples with a small joint loss",
    "Wei, Feng, Chen and An, Combating Noisy Labels by Agreement: A Joint Training Method with Co-Regularization, CVPR 2020",
    Deviations =
    [
        "lambda is 0.1, the default of the authors' code, whose example of a call takes 0.95; it must be tuned",
        "the ramp is tau e / (T - 1) as coded, not min(tau T / T_k, tau) as written, and epochs count from the first trained one",
        "each network has an optimiser of its own, which moves it as one optimiser for both would; a clipped gradient is clipped for each network by itself",
        "the networks' own losses are cross-entropy or whatever loss stands beside jocor",
        "at least one sample is kept, and ties go to the earlier row",
        "for asymmetric noise the authors' code takes half the noise rate for forgetRate; here it is the nominal rate unless it is given",
    ])]
public sealed class Jocor : IWeights, IPenalty, IObserve, ILabelScores
{
    private readonly JocorOptions _options;
    private readonly ForgetRate _forget;
    private readonly KeptCounts _kept;

    public Jocor(JocorOptions options, Needs needs)
    {
        _options = options;
        _forget = ForgetRate.Of(options, needs, "jocor");
        needs.Pair();
        _kept = new KeptCounts("jocor", options.RampEpochs, needs);
    }

    /// <remarks>With the share of a network's own loss, which the penalty completes.</remarks>
    public Tensor Weights(Branch branch) => Selected(branch) * (1 - _options.Lambda);

    /// <summary>Half the distance: both branches of a step add it, and its gradient reaches both networks.</summary>
    public Tensor Penalty(Branch branch)
    {
        Tensor selected;
        using (Grad.Off()) selected = Selected(branch);
        return _options.Lambda / 2 * (selected * Distance(branch)).Mean();
    }

    public void Observe(Branch branch) => _kept.Observe(branch, Selected(branch));

    public LabelScores LabelScores(Run run) => _kept.LabelScores(run);

    /// <summary>B/k where the joint loss is among the k smallest, else 0: the same for both branches.</summary>
    private Tensor Selected(Branch branch)
    {
        var joint = (1 - _options.Lambda) * (branch.Losses + branch.Peers[0].Losses) + _options.Lambda * Distance(branch);
        var all = branch.Whole.Of(joint);
        return branch.Whole.Own(SmallLoss.Weights(all, SmallLoss.Keep(_forget.At(branch.Clock.Epoch), all.Count), divideTwice: false));
    }

    /// <summary>KL(p1 | p2) + KL(p2 | p1) = sum (p1 - p2)(log p1 - log p2): <c>[B]</c>.</summary>
    private static Tensor Distance(Branch branch)
    {
        var peer = branch.Peers[0];
        return ((branch.Probabilities - peer.Probabilities) * (branch.View(0).LogSoftmax() - peer.View(0).LogSoftmax())).Sum(1);
    }
}
