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

public record SopOptions
{
    [Option("of u, constant; the effective rate is per batch size", Minimum = 0)]
    public double LearningRateU { get; init; } = 10;

    [Option("of v, constant; the effective rate is per batch size", Minimum = 0)]
    public double LearningRateV { get; init; } = 10;

    [Option("standard deviation of u and v at first", Minimum = 0, Above = true)]
    public double Initial { get; init; } = 1e-8;

    [Option("which losses move u")]
    public SopGradient GradientOfU { get; init; }

    [Option("of the squared error beside the cross-entropy; the paper's rates were found with 10, ce-only, and both learning rates at 1", Minimum = 0)]
    public double SquaredErrorWeight { get; init; } = 1;

    [Option("cut u and v to [-1,1] after each step, as the paper's algorithm does")]
    public bool Project { get; init; }
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
        "the paper's projection of u and v to [-1,1] is made only where project says so: without it a variable beyond 1 stops moving, as in the authors' code",
        "rates of the paper hold for batches of 128 and hundreds of epochs; both scale with batch size over epochs",
    ])]
public sealed class Sop(SopOptions options, Needs needs) : ILosses, ILabelScores
{
    private readonly SopNoise _noise = new(options, needs);

    public Tensor Losses(Branch branch) => _noise.Losses(branch);

    public LabelScores LabelScores(Run run) => _noise.LabelScores(run, "sop");
}
