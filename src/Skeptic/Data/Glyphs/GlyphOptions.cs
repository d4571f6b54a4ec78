namespace Skeptic.Data;

/// <summary>What <see cref="Glyphs"/> draws. The defaults are the data set called "glyphs"; other values are other data sets.</summary>
public sealed record GlyphOptions
{
    public ulong Seed { get; init; } = 1;

    public int TrainCount { get; init; } = 10_000;

    public int TestCount { get; init; } = 2_000;

    /// <summary>Slant, rotation, size and bends of the strokes, relative to the default; 0 draws every digit as its skeleton.</summary>
    public double Distortion { get; init; } = 1;

    /// <summary>Standard deviation of the grain, in grey levels of 0..255.</summary>
    public double Grain { get; init; } = 10;

    /// <summary>The probability that an image also shows a stray stroke or a blot; in [0, 1].</summary>
    public double Clutter { get; init; } = 0.3;

    /// <exception cref="DataException">A count below one for each class, or a knob out of range.</exception>
    internal void Validate()
    {
        if (TrainCount < Glyphs.Classes || TestCount < Glyphs.Classes)
            throw new DataException(
                $"Glyphs: {TrainCount} training and {TestCount} test images are too few; draw at least {Glyphs.Classes} of each.");
        if (!(Distortion is >= 0 and <= 3))
            throw new DataException($"Glyphs: distortion {Distortion} lies outside 0 to 3.");
        if (!(Grain is >= 0 and <= 100))
            throw new DataException($"Glyphs: grain {Grain} lies outside 0 to 100.");
        if (!(Clutter is >= 0 and <= 1))
            throw new DataException($"Glyphs: clutter {Clutter} lies outside 0 to 1.");
    }
}
