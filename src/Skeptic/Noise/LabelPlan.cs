using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Noise;

/// <summary>How the labels of a run come about: which noise, which validation part, and which of the two first.</summary>
public sealed record LabelPlan
{
    public NoiseSpec Noise { get; init; } = NoiseSpec.None;

    public ulong NoiseSeed { get; init; }

    public RandomSource NoiseRandom { get; init; }

    /// <summary>In [0, 1); 0 for no validation part.</summary>
    public double ValidationShare { get; init; }

    public SplitOrder Order { get; init; } = SplitOrder.AfterNoise;

    public ulong SplitSeed { get; init; }

    public RandomSource SplitRandom { get; init; }

    /// <summary>
    /// Splits the training set and draws its noise. The noisy labels cover the whole training file, position by position, in either order.
    /// </summary>
    /// <exception cref="DataException">The plan does not fit the data set.</exception>
    public PlannedLabels Apply(Dataset dataset)
    {
        var labels = dataset.Train.Labels;
        var split = Split.Of(labels.Length, ValidationShare, SplitSeed, SplitRandom);
        var spared = Order == SplitOrder.BeforeNoise && split.Validation.Length > 0;
        var noise = NoisyLabels.Draw(Noise, dataset.Name, labels, dataset.Classes, NoiseSeed, NoiseRandom, spared ? split.Train : []);
        return new(split, noise);
    }
}

/// <summary>What a <see cref="LabelPlan"/> gave for one data set.</summary>
public sealed record PlannedLabels(Split Split, NoisyLabels Noise);
