using System.Numerics;

namespace Skeptic.Randomness;

/// <summary>
/// A stream of random numbers whose bits are fixed by its seed alone, on every machine and with every version of .NET:
/// xoshiro256** (Blackman and Vigna, 2021), its state filled by SplitMix64.
/// </summary>
/// <remarks>
/// Streams are derived from a run seed, a purpose and counters, never drawn from one another. A run that resumes at epoch 7 derives
/// the stream of epoch 7 and needs no saved generator state; a purpose that draws more or fewer numbers disturbs no other purpose.
/// Not safe for use by several threads at once: derive one stream each.
/// </remarks>
public sealed partial class RandomStream
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spareGaussian;
    private bool _hasSpareGaussian;

    public RandomStream(ulong seed)
    {
        var state = seed;
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A double in [0, 1): a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// An integer in [0, <paramref name="max"/>), every value equally likely (Lemire, 2019: multiply, reject the biased rest).
    /// </summary>
    /// <param name="max">At least 1.</param>
    public int NextInt(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var bound = (ulong)max;
        var high = Math.BigMul(NextUInt64(), bound, out var low);
        if (low < bound)
        {
            var threshold = unchecked(0UL - bound) % bound;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), bound, out low);
        }

        return (int)high;
    }

    /// <summary>
    /// A standard normal number, by Marsaglia's polar method with a logarithm of our own, so that the bits do not depend on the C library.
    /// </summary>
    public double NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double u, v, square;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            square = u * u + v * v;
        }
        while (square >= 1 || square == 0);

        var scale = Math.Sqrt(-2 * PortableMath.Log(square) / square);
        _spareGaussian = v * scale;
        _hasSpareGaussian = true;
        return u * scale;
    }

    /// <summary>Puts the items into a random order (Fisher and Yates, from the end).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0..n-1 in a random order.</summary>
    public int[] Permutation(int n)
    {
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Shuffle(order.AsSpan());
        return order;
    }
}
