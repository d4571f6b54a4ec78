using System.Buffers.Binary;
using System.Numerics;

namespace Skeptic.Data;

/// <summary>Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits a pixel without compression.</summary>
internal static class Bmp
{
    private const int FileHeader = 14;
    private const uint Plain = 0, BitFields = 3, AlphaBitFields = 6;

    /// <exception cref="InvalidDataException">Damaged, cut short or compressed.</exception>
    public static Picture Decode(byte[] data)
    {
        var header = Int(data, FileHeader);
        var isOld = header == 12;
        if (header is not 12 and < 40)
            throw new InvalidDataException($"its header has {header} bytes");
        int width = isOld ? Short(data, 18) : Int(data, 18), height = isOld ? Short(data, 20) : Int(data, 22);
        var bits = Short(data, isOld ? 24 : 28);
        var compression = isOld ? Plain : (uint)Int(data, 30);
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32) || compression is not (Plain or BitFields or AlphaBitFields) || height == int.MinValue)
            throw new InvalidDataException($"bitmaps of {bits} bits with compression {compression} are not read");

        var picture = Picture.Empty(width, Math.Abs(height), data.Length);
        var stride = ((long)width * bits + 31) / 32 * 4;
        var pixels = Int(data, 10);
        if (pixels < FileHeader + header || data.Length - pixels < stride * picture.Height)
            throw new InvalidDataException("it is cut short");
        var masks = Masks(data, bits, compression);
        var palette = data.AsSpan(FileHeader + header, bits <= 8 ? pixels - FileHeader - header : 0);
        for (var y = 0; y < picture.Height; y++)
        {
            // Rows stand bottom up unless the height is negative.
            var row = data.AsSpan(pixels + (int)(stride * (height < 0 ? y : picture.Height - 1 - y)), (int)stride);
            var target = picture.Rgb.AsSpan(3 * y * width, 3 * width);
            for (var x = 0; x < width; x++)
                Pixel(row, x, bits, palette, isOld ? 3 : 4, masks, target.Slice(3 * x, 3));
        }

        return picture;
    }

    private static void Pixel(ReadOnlySpan<byte> row, int x, int bits, ReadOnlySpan<byte> palette, int entry, uint[] masks, Span<byte> rgb)
    {
        if (bits == 24)
        {
            (rgb[0], rgb[1], rgb[2]) = (row[3 * x + 2], row[3 * x + 1], row[3 * x]);
        }
        else if (bits <= 8)
        {
            var index = (row[x * bits / 8] >> (8 - bits - x * bits % 8)) & ((1 << bits) - 1);
            if (entry * index + 2 >= palette.Length)
                throw new InvalidDataException($"a pixel has colour {index}, which its palette lacks");
            (rgb[0], rgb[1], rgb[2]) = (palette[entry * index + 2], palette[entry * index + 1], palette[entry * index]);
        }
        else
        {
            var value = bits == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
            for (var c = 0; c < 3; c++)
            {
                var shift = BitOperations.TrailingZeroCount(masks[c]);
                var highest = masks[c] >> shift;
                rgb[c] = (byte)(((ulong)((value & masks[c]) >> shift) * 255 + highest / 2) / highest);
            }
        }
    }

    /// <summary>Which bits of a pixel are red, green and blue.</summary>
    private static uint[] Masks(byte[] data, int bits, uint compression)
    {
        if (compression == Plain)
            return bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF];
        uint[] masks = [(uint)Int(data, 54), (uint)Int(data, 58), (uint)Int(data, 62)];
        return masks.All(mask => mask != 0) ? masks : throw new InvalidDataException("a colour has no bits");
    }

    private static int Int(byte[] data, int at)
        => data.Length >= at + 4 ? BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at)) : throw new InvalidDataException("it is cut short");

    private static int Short(byte[] data, int at)
        => data.Length >= at + 2 ? BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at)) : throw new InvalidDataException("it is cut short");
}
