using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record LabelSmoothingOptions
{
    [Option("share of the target that is spread evenly over all classes", Minimum = 0, Maximum = 1, Below = true)]
    public double Epsilon { get; init; } = 0.1;
}

/// <summary>(1 - epsilon) t + epsilon / K.</summary>
[Method("label smoothing: a share of every label goes to all classes evenly",
    "Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception Architecture for Computer Vision, CVPR 2016",
    Deviations = ["the label's own class gets its part of what is spread, as in the paper; as a remedy for label noise: Lukasik et al., ICML 2020"])]
public sealed class LabelSmoothing(LabelSmoothingOptions options) : ITargets
{
    public Tensor Targets(Branch branch, Tensor targets) => targets * (1 - options.Epsilon) + options.Epsilon / branch.Run.Classes;
}
