namespace Skeptic.Noise;

/// <summary>Where the draws of a noise generator come from.</summary>
public enum NoiseRandom
{
    /// <summary>Skeptic's own stream for the purpose "noise": the default.</summary>
    Stream,

    /// <summary>
    /// NumPy's legacy generator with the noise seed, drawn from exactly as the CDR and Co-teaching repositories do: gives their label
    /// vectors bit for bit. Exists for class-conditional noise and for the sequential CIFAR-10 passes.
    /// </summary>
    NumpyLegacy,
}
