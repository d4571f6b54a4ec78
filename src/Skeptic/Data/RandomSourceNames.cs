using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>The names of <see cref="RandomSource"/> in configurations, on the command line and in records.</summary>
public static class RandomSourceNames
{
    public const string Stream = "stream";
    public const string NumpyLegacy = "numpy-legacy";

    public static string ToName(this RandomSource source) => source == RandomSource.NumpyLegacy ? NumpyLegacy : Stream;

    /// <exception cref="DataException">Neither 'stream' nor 'numpy-legacy'.</exception>
    public static RandomSource Parse(string name) => name switch
    {
        Stream => RandomSource.Stream,
        NumpyLegacy => RandomSource.NumpyLegacy,
        _ => throw new DataException($"There is no random source called '{name}'; use '{Stream}' or '{NumpyLegacy}'."),
    };

    /// <summary>The legacy generator for a seed of the user's.</summary>
    /// <exception cref="DataException">The seed does not fit the 32 bits that it takes.</exception>
    internal static Mt19937 NewNumpyGenerator(ulong seed, string what) => seed <= uint.MaxValue
        ? new((uint)seed)
        : throw new DataException(
            $"The {what} seed {seed} is too large for '{NumpyLegacy}', which takes 0 to {uint.MaxValue}; choose a smaller seed.");
}
