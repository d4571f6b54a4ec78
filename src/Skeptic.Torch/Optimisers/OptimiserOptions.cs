namespace Skeptic.Torch.Optimisers;

/// <summary>Which optimiser, and with what numbers.</summary>
public abstract record OptimiserOptions
{
    /// <summary>The base rate; a <see cref="Schedule"/> multiplies it, and so does a group's factor.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>At least 0.</summary>
    public double WeightDecay { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public abstract Optimiser Create(IReadOnlyList<ParameterGroup> groups);

    private protected static void Require(bool holds, string name, double value, string range)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}");
    }

    private protected void CheckRates()
    {
        Require(LearningRate >= 0, nameof(LearningRate), LearningRate, "0 or more");
        Require(WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "0 or more");
    }
}
