namespace Skeptic.Torch.Optimisers;

/// <summary>
/// From 1 along half a cosine towards <paramref name="MinimumFactor"/>, which epoch <paramref name="Epochs"/>, one past the last, would
/// have; later epochs keep it. Loshchilov and Hutter, SGDR, ICLR 2017, equation 5 without restarts.
/// </summary>
public sealed record CosineSchedule(int Epochs, double MinimumFactor = 0) : Schedule
{
    public int Epochs { get; init; } = AtLeastOne(Epochs, nameof(Epochs));

    public override double Factor(int epoch) => Half(Math.Min(1, epoch / (double)Epochs), MinimumFactor);

    internal static double Half(double progress, double minimum) => minimum + (1 - minimum) * (1 + Math.Cos(Math.PI * progress)) / 2;

    private protected override string Text => $"cosine:{Epochs}:{MinimumFactor}";
}

/// <summary>
/// A cosine that starts again at 1 after <paramref name="Period"/> epochs, each period <paramref name="Multiplier"/> times as long as the
/// one before. Loshchilov and Hutter, SGDR, ICLR 2017, equation 5.
/// </summary>
public sealed record WarmRestartsSchedule(int Period, int Multiplier = 1, double MinimumFactor = 0) : Schedule
{
    public int Period { get; init; } = AtLeastOne(Period, nameof(Period));

    public int Multiplier { get; init; } = AtLeastOne(Multiplier, nameof(Multiplier));

    public override double Factor(int epoch)
    {
        long start = 0, length = Period;
        while (epoch >= start + length)
        {
            start += length;
            length *= Multiplier;
        }
        return CosineSchedule.Half((epoch - start) / (double)length, MinimumFactor);
    }

    private protected override string Text => $"warm-restarts:{Period}:{Multiplier}:{MinimumFactor}";
}

/// <summary>
/// Rises in a straight line from <paramref name="StartFactor"/> over <paramref name="Epochs"/> epochs to 1; then <paramref name="Inner"/>
/// begins, with its epoch 0.
/// </summary>
public sealed record LinearWarmUpSchedule(int Epochs, double StartFactor, Schedule Inner) : Schedule
{
    public int Epochs { get; init; } = AtLeastOne(Epochs, nameof(Epochs));

    public override double Factor(int epoch) => epoch < Epochs ? StartFactor + (1 - StartFactor) * epoch / Epochs : Inner.Factor(epoch - Epochs);

    private protected override string Text => $"warmup:{Epochs}:{StartFactor}+{Inner}";
}
