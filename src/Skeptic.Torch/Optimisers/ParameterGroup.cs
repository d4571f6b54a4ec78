using Skeptic.Torch.Layers;

namespace Skeptic.Torch.Optimisers;

/// <summary>Parameters that an optimiser treats alike.</summary>
public sealed record ParameterGroup(IReadOnlyList<NamedTensor> Parameters)
{
    /// <summary>Multiplies the optimiser's learning rate.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>In place of the optimiser's weight decay; null keeps that.</summary>
    public double? WeightDecay { get; init; }
}
