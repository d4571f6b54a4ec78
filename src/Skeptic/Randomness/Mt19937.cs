namespace Skeptic.Randomness;

/// <summary>
/// The Mersenne Twister as NumPy's legacy <c>RandomState(seed)</c> draws from it, for reproducing published experiments bit by bit.
/// Everything of our own uses <see cref="RandomStream"/>.
/// </summary>
public sealed class Mt19937
{
    private const int Length = 624;
    private const int Shift = 397;
    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <summary>The classic <c>init_genrand</c>.</summary>
    public Mt19937(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Length; i++)
            _state[i] = unchecked(1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i);
    }

    public uint NextUInt32()
    {
        if (_next == Length)
            Refill();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>A double in [0, 1) from two 32-bit numbers: a multiple of 2^-53.</summary>
    public double NextDouble()
    {
        double high = NextUInt32() >> 5;
        double low = NextUInt32() >> 6;
        return (high * 67108864 + low) / 9007199254740992;
    }

    /// <summary>An integer in [0, <paramref name="max"/>] as the legacy shuffle draws it: masked, rejected when too large.</summary>
    public int NextInclusive(int max)
    {
        if (max == 0)
            return 0;
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)max);
        uint value;
        do
            value = NextUInt32() & mask;
        while (value > max);
        return (int)value;
    }

    /// <summary><c>RandomState.permutation(n)</c>; its first m entries are <c>choice(n, m, replace=False)</c>.</summary>
    public int[] Permutation(int n)
    {
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        for (var i = n - 1; i > 0; i--)
        {
            var j = NextInclusive(i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>The class that <c>RandomState.multinomial(1, row)</c> marks.</summary>
    /// <param name="row">Probabilities [K] that sum to 1.</param>
    public int MultinomialOne(ReadOnlySpan<double> row)
    {
        // One binomial(1, p) per class. The division by what remains and the running subtraction are NumPy's: p may come out as
        // 1.0000000000000002, and the formulas below then still do what NumPy does.
        var remaining = 1.0;
        for (var j = 0; j < row.Length - 1; j++)
        {
            var p = row[j] / remaining;
            if (p != 0 && (p <= 0.5 ? Invert(p) : !Invert(1 - p)))
                return j;
            remaining -= row[j];
        }

        return row.Length - 1;
    }

    /// <summary>One binomial(1, p) by inversion, p at most 0.5.</summary>
    private bool Invert(double p)
    {
        var q = 1 - p;
        // NumPy's own expression. The C library's last bit could matter only for a number that falls on it: one draw in 10^15.
        var none = Math.Exp(Math.Log(q));
        while (true)
        {
            var u = NextDouble();
            if (u <= none)
                return false;
            if (u - none <= p * none / q)
                return true;
        }
    }

    private void Refill()
    {
        for (var i = 0; i < Length; i++)
        {
            var y = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7FFFFFFF);
            var next = _state[(i + Shift) % Length] ^ (y >> 1);
            _state[i] = (y & 1) == 0 ? next : next ^ 0x9908B0DF;
        }

        _next = 0;
    }
}
