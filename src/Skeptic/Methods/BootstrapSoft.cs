using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record BootstrapSoftOptions
{
    [Option("how much of the given label stays in the target", Minimum = 0, Maximum = 1)]
    public double Beta { get; init; } = 0.95;
}

/// <summary>beta t + (1 - beta) q with q the network's own probabilities, the paper's equation 6.</summary>
[Method("soft bootstrapping: the target is the label mixed with the network's own probabilities",
    "Reed, Lee, Anguelov, Szegedy, Erhan and Rabinovich, Training Deep Neural Networks on Noisy Labels with Bootstrapping, ICLR Workshop 2015",
    Deviations = ["the gradient passes through the prediction in the target too, as the paper writes it: the loss holds (1 - beta) times the entropy of q"])]
public sealed class BootstrapSoft(BootstrapSoftOptions options) : ITargets
{
    public Tensor Targets(Branch branch, Tensor targets) => targets * options.Beta + branch.Probabilities * (1 - options.Beta);
}
