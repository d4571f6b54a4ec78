namespace Skeptic.Randomness;

/// <summary>Where the draws of a noise generator or of a split come from.</summary>
public enum RandomSource
{
    /// <summary>Skeptic's own <see cref="RandomStream"/>, derived for the purpose at hand: the default.</summary>
    Stream,

    /// <summary>
    /// NumPy's legacy generator, drawn from exactly as published repositories do: gives their labels and splits bit for bit.
    /// </summary>
    NumpyLegacy,
}
