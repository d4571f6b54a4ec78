using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Skeptic.Data;

/// <summary>A type of numbers that .npy files hold: b1, i1 to i8, u1 to u8, f2, f4 or f8 of either byte order.</summary>
/// <param name="Kind">NumPy's letter: <c>b</c>, <c>i</c>, <c>u</c> or <c>f</c>.</param>
/// <param name="Size">Bytes of one number.</param>
internal readonly record struct NpyType(char Kind, int Size, bool BigEndian)
{
    public bool IsInteger => Kind is 'b' or 'i' or 'u';

    public static NpyType Parse(string descriptor, string file)
    {
        if (descriptor.Contains('O'))
            throw new DataException($"The array '{file}' holds Python objects, which are never read because unpickling runs code; save plain numbers with astype(...).");
        if (descriptor.Length == 3 && descriptor[0] is '<' or '>' or '|' or '=' && Known(descriptor[1], descriptor[2] - '0'))
            return new(descriptor[1], descriptor[2] - '0', descriptor[0] == '>' && descriptor[2] > '1');
        throw new DataException(
            $"The array '{file}' has elements of type '{descriptor}'; b1, i1 to i8, u1 to u8, f2, f4 and f8 can be read: convert it with astype(...).");
    }

    /// <summary>The numbers as doubles; 64-bit integers beyond 2^53 are rounded.</summary>
    /// <param name="raw">As many numbers as <paramref name="into"/> takes; turned to this machine's byte order in place.</param>
    public void ToDoubles(Span<byte> raw, Span<double> into)
    {
        Swap(raw);
        switch (Kind, Size)
        {
            case ('f', 8): MemoryMarshal.Cast<byte, double>(raw).CopyTo(into); break;
            case ('f', 4): Widen(MemoryMarshal.Cast<byte, float>(raw), into); break;
            case ('f', _): Convert<Half, double>(raw, into); break;
            default: ToNumbers(raw, into); break;
        }
    }

    /// <summary>The numbers as 64-bit integers, of an integer type.</summary>
    public void ToIntegers(Span<byte> raw, Span<long> into)
    {
        Swap(raw);
        ToNumbers(raw, into);
    }

    private void ToNumbers<T>(Span<byte> raw, Span<T> into)
        where T : INumberBase<T>
    {
        switch (Kind, Size)
        {
            case ('b' or 'u', 1): Convert<byte, T>(raw, into); break;
            case ('u', 2): Convert<ushort, T>(raw, into); break;
            case ('u', 4): Convert<uint, T>(raw, into); break;
            case ('u', _): Convert<ulong, T>(raw, into); break;
            case (_, 1): Convert<sbyte, T>(raw, into); break;
            case (_, 2): Convert<short, T>(raw, into); break;
            case (_, 4): Convert<int, T>(raw, into); break;
            default: Convert<long, T>(raw, into); break;
        }
    }

    private void Swap(Span<byte> raw)
    {
        if (BigEndian != BitConverter.IsLittleEndian) return;
        if (Size == 2) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(raw), MemoryMarshal.Cast<byte, ushort>(raw));
        if (Size == 4) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(raw), MemoryMarshal.Cast<byte, uint>(raw));
        if (Size == 8) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(raw), MemoryMarshal.Cast<byte, ulong>(raw));
    }

    /// <summary>Each number as a double, a vector at a time.</summary>
    internal static void Widen(ReadOnlySpan<float> from, Span<double> into)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(from);
        var step = Vector<float>.Count;
        for (var i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            low.CopyTo(into.Slice(i * step, step / 2));
            high.CopyTo(into.Slice(i * step + step / 2, step / 2));
        }
        for (var i = vectors.Length * step; i < from.Length; i++) into[i] = from[i];
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<byte> raw, Span<TTo> into)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(raw);
        for (var i = 0; i < from.Length; i++) into[i] = TTo.CreateSaturating(from[i]);
    }

    private static bool Known(char kind, int size) => (kind, size) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8);
}
