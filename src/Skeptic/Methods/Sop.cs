using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public enum SopGradient
{
    /// <summary>Cross-entropy and squared error both move u, as in the authors' final code.</summary>
    CeAndMse,

    /// <summary>Only cross-entropy moves u, as when the paper was written.</summary>
    CeOnly,
}

public sealed record SopOptions
{
    [Option("of u, constant; the effective rate is per batch size", Minimum = 0)]
    public double LearningRateU { get; init; } = 10;

    [Option("of v, constant; the effective rate is per batch size", Minimum = 0)]
    public double LearningRateV { get; init; } = 10;

    [Option("standard deviation of u and v at first", Minimum = 0, Above = true)]
    public double Initial { get; init; } = 1e-8;

    [Option("which losses move u")]
    public SopGradient GradientOfU { get; init; }
}

/// <summary>
/// Label noise as s_i = u_i² e_y - v_i² (1 - e_y), over-parameterised so that gradient descent from tiny values keeps it
/// sparse, with learning rates that differ from the network's. The network and u learn from the cross-entropy of the corrected
/// probability, v (and u) from the squared error of the corrected hard prediction. At test time f stands alone.
/// </summary>
[Method("sparse over-parameterisation: a trained sparse noise term u² - v² per sample takes up wrong labels",
    "Liu, Zhu, Qu and You, Robust Training under Label Noise by Over-parameterization, ICML 2022",
    Deviations =
    [
        "as coded in the authors' last version: u is one number per sample, s is added to the probability, clamped to [0,1] and normalised again",
        "the paper's projection of u and v to [-1,1] is not made: a variable beyond 1 stops moving, as in the authors' code",
        "rates of the paper hold for batches of 128 and hundreds of epochs; both scale with batch size over epochs",
    ])]
public sealed class Sop : ILosses, ILabelScores
{
    private const double Floor = 1e-4;
    private readonly SopOptions _options;
    private readonly PerSample _u, _v;

    public Sop(SopOptions options, Needs needs)
    {
        _options = options;
        _u = needs.Variable("u", 1, Initial.Normal(options.Initial), new RowTraining(options.LearningRateU));
        _v = needs.Variable("v", needs.Classes, Initial.Normal(options.Initial), new RowTraining(options.LearningRateV));
    }

    public Tensor Losses(Branch branch)
    {
        var y = branch.Examples.Targets;
        var plus = (_u[branch].Square() * y).Clamp(0, 1);
        var minus = (_v[branch].Square() * (1 - y)).Clamp(0, 1);

        var corrected = (branch.Probabilities + plus - minus.Detach()).Clamp(Floor);
        corrected = (corrected / corrected.Sum(1, keep: true).Clamp(Floor)).Clamp(Floor, 1);
        var ce = -(y * corrected.Log()).Sum(1);

        var hard = branch.View(0).Detach().ArgMax(1).OneHot(branch.Run.Classes);
        var plusForMse = _options.GradientOfU == SopGradient.CeOnly ? plus.Detach() : plus;
        return ce + (hard + plusForMse - minus - y).Square().Sum(1);
    }

    public LabelScores LabelScores(Run run)
    {
        // Unclipped squares, since clipping would tie thousands of samples; logarithms, since untouched entries are 1e-16.
        var (u, v) = (_u.Mean().Square().Squeeze(1), _v.Mean().Square());
        var others = v * (1 - run.GivenLabels.OneHot(run.Classes));
        var tiny = _options.Initial * _options.Initial * 1e-6;
        var suspicion = u.Clamp(tiny).Log() + others.Max(1).Clamp(tiny).Log();
        var (keep, moved) = (1 - u.Clamp(0, 1), others.Clamp(0, 1));
        var suggested = (keep >= moved.Max(1)).Choose(run.GivenLabels, moved.ArgMax(1));
        return new("sop: log u² + log max v²", suspicion, suggested);
    }
}
