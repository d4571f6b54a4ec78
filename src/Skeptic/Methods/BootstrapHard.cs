using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record BootstrapHardOptions
{
    [Option("how much of the given label stays in the target", Minimum = 0, Maximum = 1)]
    public double Beta { get; init; } = 0.8;
}

/// <summary>beta t + (1 - beta) z with z the network's own class, one-hot: the paper's equation 7.</summary>
[Method("hard bootstrapping: the target is the label mixed with the network's own class",
    "Reed, Lee, Anguelov, Szegedy, Erhan and Rabinovich, Training Deep Neural Networks on Noisy Labels with Bootstrapping, ICLR Workshop 2015",
    Deviations = ["the class is taken anew at every step, in training mode, and of equals the first; it has no gradient"])]
public sealed class BootstrapHard(BootstrapHardOptions options) : ITargets
{
    public Tensor Targets(Branch branch, Tensor targets) =>
        targets * options.Beta + branch.View(0).Detach().ArgMax(1).OneHot(branch.Run.Classes) * (1 - options.Beta);
}
