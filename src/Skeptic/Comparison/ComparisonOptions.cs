using Skeptic.Settings;

namespace Skeptic.Comparison;

/// <summary>How a difference of accuracies is given an interval.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Draws of the bootstrap, 100 or more.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Share of the draws that lie in an interval, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    public ulong Seed { get; init; } = 1;

    /// <exception cref="SettingsException">A value out of range.</exception>
    internal void Check()
    {
        if (Resamples is < 100 or > 1_000_000) throw new SettingsException($"resamples is {Resamples}; it must be from 100 to 1000000");
        if (!(Confidence is > 0 and < 1)) throw new SettingsException($"confidence is {Confidence}; it must lie between 0 and 1, such as 0.95");
    }
}
