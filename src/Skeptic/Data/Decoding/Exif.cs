using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>The orientation that a camera noted (Exif 2.32, tag 0x0112), out of a TIFF structure.</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112, Short = 3;

    /// <summary>1 to 8; 1 where nothing, or nothing sensible, is said: notes that are damaged do not make a picture unusable.</summary>
    public static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        var isLittle = tiff.StartsWith("II*\0"u8);
        if (!isLittle && !tiff.StartsWith("MM\0*"u8)) return 1;
        var at = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at > tiff.Length - 2) return 1;
        var count = Number(tiff[(int)at..], isLittle);
        for (var entry = (int)at + 2; count > 0 && entry + 12 <= tiff.Length; entry += 12, count--)
        {
            if (Number(tiff[entry..], isLittle) != OrientationTag) continue;
            var value = Number(tiff[(entry + 8)..], isLittle);
            return Number(tiff[(entry + 2)..], isLittle) == Short && value is >= 1 and <= 8 ? value : 1;
        }

        return 1;
    }

    private static int Number(ReadOnlySpan<byte> bytes, bool isLittle)
        => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
