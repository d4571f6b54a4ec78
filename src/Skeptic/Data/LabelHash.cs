using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Skeptic.Data;

/// <summary>SHA-256 of label vectors in lower-case hex: the identity of a noise draw.</summary>
public static class LabelHash
{
    /// <summary>Over int32, little-endian, as <c>labels.astype('&lt;i4').tobytes()</c>: any number of classes.</summary>
    public static string Int32(ReadOnlySpan<int> labels)
    {
        if (BitConverter.IsLittleEndian)
            return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(labels)));
        var swapped = new int[labels.Length];
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(labels, swapped);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(swapped.AsSpan())));
    }

    /// <summary>
    /// Over one byte a label, as <c>labels.astype('u1').tobytes()</c>, the form other projects publish; labels must lie in 0..255.
    /// </summary>
    public static string UInt8(ReadOnlySpan<int> labels)
    {
        var bytes = new byte[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            bytes[i] = checked((byte)labels[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
