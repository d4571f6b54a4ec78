using System.Text;

namespace Skeptic.Randomness;

public sealed partial class RandomStream
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>The stream of one purpose at one point of a run.</summary>
    /// <param name="runSeed">The seed the user gives.</param>
    /// <param name="purpose">What the numbers are for, a short fixed name: see <see cref="Purposes"/>.</param>
    /// <param name="counters">Where in the run: epoch, step, sample. (1), (1, 0) and (0, 1) are three different streams.</param>
    public static RandomStream Derive(ulong runSeed, string purpose, params ReadOnlySpan<long> counters)
        => new(DeriveSeed(runSeed, purpose, counters));

    /// <summary>The seed of the stream that <see cref="Derive"/> returns, for engines that have a generator of their own.</summary>
    public static ulong DeriveSeed(ulong runSeed, string purpose, params ReadOnlySpan<long> counters)
    {
        var hash = Mix(runSeed + GoldenGamma);
        hash = Absorb(hash, Fnv1a(purpose));
        hash = Absorb(hash, (ulong)counters.Length);
        foreach (var counter in counters)
            hash = Absorb(hash, unchecked((ulong)counter));
        return hash;
    }

    private static ulong Absorb(ulong hash, ulong value) => Mix(unchecked(hash * GoldenGamma + Mix(value + GoldenGamma)));

    private static ulong Fnv1a(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ b) * 0x100000001B3);
        return hash;
    }

    private static ulong SplitMix64(ref ulong state) => Mix(state = unchecked(state + GoldenGamma));

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
