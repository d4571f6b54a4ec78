using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record SopSlideOptions
{
    [Option("learning rate of u and v over that of the networks, whose schedule it follows; the effective rate is per batch size", Minimum = 0)]
    public double Alpha { get; init; } = 1000;

    [Option("standard deviation of u and v at first", Minimum = 0, Above = true)]
    public double Initial { get; init; } = 1e-8;

    [Option("cut u and v to [-1,1] after each step")]
    public bool Project { get; init; }
}

/// <summary>
/// The loss sees f(x_i) + u_i² - v_i² with u_i, v_i in R^K: noise is added to the logits of any loss, and plain gradient descent
/// with one ratio alpha of learning rates does the rest. The authors' own account of their method on slides; <c>sop</c> is what
/// their code does. At test time f stands alone.
/// </summary>
[Method("sparse over-parameterisation in its simplest form: u² - v² per sample and class on the logits",
    "Liu, Zhu, Qu and You, Robust Training under Label Noise by Over-parameterization, ICML 2022",
    Deviations =
    [
        "u and v start at independent normal values, where the slides say equal infinitesimal ones: the limit is the same",
        "u and v have no momentum, whatever the networks have",
        "the loss is any of the catalogue, cross-entropy by default",
    ])]
public sealed class SopSlide : IOutputs, ILabelScores
{
    private readonly SopSlideOptions _options;
    private readonly PerSample _u, _v;

    public SopSlide(SopSlideOptions options, Needs needs)
    {
        _options = options;
        var training = new RowTraining(options.Alpha * needs.Optimiser.LearningRate, FollowsSchedule: true, options.Project ? 1 : null);
        _u = needs.Variable("slide-u", needs.Classes, Initial.Normal(options.Initial), training);
        _v = needs.Variable("slide-v", needs.Classes, Initial.Normal(options.Initial), training);
    }

    public Tensor Outputs(Branch branch, Tensor logits) => logits + _u[branch].Square() - _v[branch].Square();

    /// <remarks>u of the given label and v of the true one are what grows where a label is wrong.</remarks>
    public LabelScores LabelScores(Run run)
    {
        var tiny = _options.Initial * _options.Initial * 1e-6;
        var others = _v.Mean().Square() * (1 - run.GivenLabels.OneHot(run.Classes));
        var given = _u.Mean().Square().Pick(run.GivenLabels);
        return new("sop-slide: log u² of the given label + log max v²", given.Clamp(tiny).Log() + others.Max(1).Clamp(tiny).Log());
    }
}
