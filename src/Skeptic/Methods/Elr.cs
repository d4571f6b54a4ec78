using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public enum ElrScore
{
    /// <summary>1 - the share of the given label in the target.</summary>
    Share,

    /// <summary>The largest target of another label - the target of the given one.</summary>
    Margin,
}

public sealed record ElrOptions
{
    [Option("how much of a target survives a visit; insensitive", Minimum = 0, Maximum = 1, Below = true)]
    public double Beta { get; init; } = 0.7;

    [Option("strength of the regulariser; must be tuned, and does not carry over between numbers of classes", Minimum = 0)]
    public double Lambda { get; init; } = 3;

    [Option("how labels are ranked by their targets")]
    public ElrScore Score { get; init; }
}

/// <summary>
/// Adds lambda log(1 - t_i . p_i), where t_i is the temporal average of the network's own probabilities of sample i: gradients
/// of what was learnt early are kept alive, those of wrong labels are cancelled (the paper's equations 6 and 9).
/// </summary>
[Method("early-learning regularisation: pulls towards the network's own averaged predictions",
    "Liu, Niles-Weed, Razavian and Fernandez-Granda, Early-Learning Regularization Prevents Memorization of Noisy Labels, NeurIPS 2020",
    Deviations =
    [
        "as coded: probabilities are clamped to [1e-4, 1 - 1e-4] and not normalised again, the target is updated before it is used, and starts at 0 without bias correction",
    ])]
public sealed class Elr(ElrOptions options, Needs needs) : IPenalty, ILabelScores
{
    private const double Floor = 1e-4;
    private readonly PerSample _target = needs.Memory("target", needs.Classes);

    public Tensor Penalty(Branch branch)
    {
        var p = branch.Probabilities.Clamp(Floor, 1 - Floor);
        Tensor target;
        using (Grad.Off())
        {
            target = _target[branch].MultiplyInPlace(options.Beta).AddInPlace(p / p.Sum(1, keep: true), 1 - options.Beta);
            _target[branch] = target;
        }
        return options.Lambda * (1 - (target * p).Sum(1)).Log().Mean();
    }

    public LabelScores LabelScores(Run run)
    {
        var target = _target.Mean();
        var (given, suggested) = (target.Pick(run.GivenLabels), target.ArgMax(1));
        if (options.Score == ElrScore.Share) return new("elr: 1 - target of the given label", 1 - given / target.Sum(1).Clamp(1e-12), suggested);
        // Targets lie in [0,1], so 2 less is below all others.
        var others = target - 2 * run.GivenLabels.OneHot(run.Classes);
        return new("elr: margin of another label's target over the given one's", others.Max(1) - given, suggested);
    }
}
