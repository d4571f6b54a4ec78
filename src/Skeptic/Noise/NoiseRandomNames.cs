namespace Skeptic.Noise;

/// <summary>The names of <see cref="NoiseRandom"/> in configurations, on the command line and in records.</summary>
public static class NoiseRandomNames
{
    public const string Stream = "stream";
    public const string NumpyLegacy = "numpy-legacy";

    public static string ToName(this NoiseRandom random) => random == NoiseRandom.NumpyLegacy ? NumpyLegacy : Stream;

    /// <exception cref="NoiseException">Neither 'stream' nor 'numpy-legacy'.</exception>
    public static NoiseRandom Parse(string name) => name switch
    {
        Stream => NoiseRandom.Stream,
        NumpyLegacy => NoiseRandom.NumpyLegacy,
        _ => throw new NoiseException($"There is no random source called '{name}' for noise; use '{Stream}' or '{NumpyLegacy}'."),
    };
}
