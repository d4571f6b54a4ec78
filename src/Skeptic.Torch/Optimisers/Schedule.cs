namespace Skeptic.Torch.Optimisers;

/// <summary>How the learning rate changes over epochs, as data. Written and read as text: see <see cref="Parse"/>.</summary>
public abstract partial record Schedule
{
    /// <summary>What multiplies the base learning rate in an epoch; the first epoch is 0.</summary>
    public abstract double Factor(int epoch);

    private protected abstract string Text { get; }

    private protected static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more");

    /// <summary>The full text, from which <see cref="Parse"/> makes an equal schedule without knowing the run's length.</summary>
    public sealed override string ToString() => Text;
}

/// <summary>1 throughout.</summary>
public sealed record ConstantSchedule : Schedule
{
    public override double Factor(int epoch) => 1;

    private protected override string Text => "constant";
}

/// <summary>Multiplied by <paramref name="Gamma"/> every <paramref name="Size"/> epochs.</summary>
public sealed record StepSchedule(int Size, double Gamma = 0.1) : Schedule
{
    public int Size { get; init; } = AtLeastOne(Size, nameof(Size));

    public override double Factor(int epoch) => Math.Pow(Gamma, epoch / Size);

    private protected override string Text => $"step:{Size}:{Gamma}";
}

/// <summary>Multiplied by <paramref name="Gamma"/> at the start of each epoch in <paramref name="Milestones"/>.</summary>
public sealed record MultiStepSchedule(IReadOnlyList<int> Milestones, double Gamma = 0.1) : Schedule
{
    public override double Factor(int epoch) => Math.Pow(Gamma, Milestones.Count(milestone => epoch >= milestone));

    public bool Equals(MultiStepSchedule? other) => other is not null && Gamma == other.Gamma && Milestones.SequenceEqual(other.Milestones);

    public override int GetHashCode() => Milestones.Aggregate(Gamma.GetHashCode(), HashCode.Combine);

    private protected override string Text => $"multistep:{string.Join(",", Milestones)}:{Gamma}";
}

/// <summary>Multiplied by <paramref name="Gamma"/> every epoch.</summary>
public sealed record ExponentialSchedule(double Gamma) : Schedule
{
    public override double Factor(int epoch) => Math.Pow(Gamma, epoch);

    private protected override string Text => $"exponential:{Gamma}";
}

/// <summary>
/// 1 until epoch <paramref name="From"/>, then down in a straight line to 0, which epoch <paramref name="Epochs"/>, one past the last, would
/// have; later epochs keep it.
/// </summary>
public sealed record LinearSchedule(int From, int Epochs) : Schedule
{
    public int From { get; init; } = From >= 0 ? From : throw new ArgumentOutOfRangeException(nameof(From), From, "From must be 0 or more");

    public int Epochs { get; init; } =
        Epochs > From ? Epochs : throw new ArgumentOutOfRangeException(nameof(Epochs), Epochs, $"Epochs must be above From, which is {From}");

    public override double Factor(int epoch) => epoch < From ? 1 : Math.Max(0, Epochs - epoch) / (double)(Epochs - From);

    private protected override string Text => $"linear:{From}:{Epochs}";
}
