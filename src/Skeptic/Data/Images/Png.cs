using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Skeptic.Data;

/// <summary>PNG (ISO 15948): every colour type and depth, interlaced or not, every chunk's checksum checked.</summary>
internal static class Png
{
    private const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    // Adam7: first column, first row, step between columns, step between rows.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <exception cref="InvalidDataException">Damaged, cut short, or with a chunk that is needed and not known.</exception>
    public static Picture Decode(byte[] data)
    {
        if (!data.AsSpan().StartsWith((byte[])[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']))
            throw new InvalidDataException("its mark is damaged");
        var (header, palette, compressed) = Chunks(data);
        var picture = Picture.Empty(BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)), data.Length);
        int depth = header[8], type = header[9];
        var channels = type switch { Grey or Palette => 1, GreyAlpha => 2, Rgb => 3, Rgba => 4, _ => 0 };
        var fits = type switch { Grey => depth is 1 or 2 or 4 or 8 or 16, Palette => depth is 1 or 2 or 4 or 8, _ => depth is 8 or 16 };
        if (channels == 0 || !fits || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new InvalidDataException($"its header announces colour type {type} with {depth} bits, compression {header[10]}, filter {header[11]} and interlace {header[12]}");
        if (type == Palette && palette.Length == 0)
            throw new InvalidDataException("its palette is missing");

        using var unpacked = new ZLibStream(compressed, CompressionMode.Decompress);
        (int X, int Y, int StepX, int StepY)[] passes = header[12] == 1 ? s_passes : [(0, 0, 1, 1)];
        foreach (var pass in passes)
            Pass(unpacked, picture, pass, depth, type, channels, palette);
        return picture;
    }

    private static (byte[] Header, byte[] Palette, MemoryStream Compressed) Chunks(byte[] data)
    {
        byte[] header = [], palette = [];
        var compressed = new MemoryStream();
        for (var at = 8; ;)
        {
            if (data.Length - at < 12)
                throw new InvalidDataException("it is cut short");
            var length = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
            if (length > data.Length - at - 12)
                throw new InvalidDataException("it is cut short");
            var name = Encoding.Latin1.GetString(data, at + 4, 4);
            var content = data.AsSpan(at + 8, (int)length);
            if (Crc32.Of(data.AsSpan(at + 4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at + 8 + (int)length)))
                throw new InvalidDataException($"the checksum of its chunk {name} differs");
            at += 12 + (int)length;
            if (header.Length == 0 && name != "IHDR")
                throw new InvalidDataException("its header is missing");
            switch (name)
            {
                case "IHDR": header = length == 13 ? content.ToArray() : throw new InvalidDataException("its header has another length"); break;
                case "PLTE": palette = length % 3 == 0 ? content.ToArray() : throw new InvalidDataException("its palette has another length"); break;
                case "IDAT": compressed.Write(content); break;
                case "IEND":
                    compressed.Position = 0;
                    return (header, palette, compressed);
                default:
                    // A capital says that the image cannot be shown without the chunk.
                    if (name[0] is >= 'A' and <= 'Z')
                        throw new InvalidDataException($"it has a chunk {name}, which is not known");
                    break;
            }
        }
    }

    private static void Pass(Stream unpacked, Picture picture, (int X, int Y, int StepX, int StepY) pass, int depth, int type, int channels, byte[] palette)
    {
        var width = (picture.Width - pass.X + pass.StepX - 1) / pass.StepX;
        var height = (picture.Height - pass.Y + pass.StepY - 1) / pass.StepY;
        if (width <= 0 || height <= 0)
            return;
        var bytesPerPixel = Math.Max(1, depth * channels / 8);
        var length = (width * depth * channels + 7) / 8;
        byte[] row = new byte[length], above = new byte[length];
        for (var y = 0; y < height; y++)
        {
            var filter = unpacked.ReadByte();
            if (filter < 0 || unpacked.ReadAtLeast(row, length, throwOnEndOfStream: false) < length)
                throw new InvalidDataException("its data are cut short");
            Unfilter(filter, row, above, bytesPerPixel);
            for (var x = 0; x < width; x++)
            {
                var target = 3 * ((pass.Y + y * pass.StepY) * picture.Width + pass.X + x * pass.StepX);
                Pixel(row, x, depth, type, channels, palette, picture.Rgb.AsSpan(target, 3));
            }

            (row, above) = (above, row);
        }
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
            row[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Paeth(left, up, corner),
                _ => throw new InvalidDataException($"a row has filter {filter}, which does not exist"),
            };
        }
    }

    /// <summary>Whichever of the three is nearest to left + up - corner, in this order.</summary>
    private static int Paeth(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static void Pixel(byte[] row, int x, int depth, int type, int channels, byte[] palette, Span<byte> rgb)
    {
        if (depth < 8)
        {
            var value = (row[x * depth / 8] >> (8 - depth - x * depth % 8)) & ((1 << depth) - 1);
            if (type == Palette) Colour(palette, value, rgb);
            else rgb.Fill((byte)(value * 255 / ((1 << depth) - 1)));
            return;
        }

        // Of 16 bits the upper eight, which come first.
        var bytes = depth / 8;
        var pixel = row.AsSpan(x * channels * bytes);
        if (type == Palette) Colour(palette, pixel[0], rgb);
        else if (type is Grey or GreyAlpha) rgb.Fill(pixel[0]);
        else (rgb[0], rgb[1], rgb[2]) = (pixel[0], pixel[bytes], pixel[2 * bytes]);
    }

    private static void Colour(byte[] palette, int index, Span<byte> rgb)
    {
        if (3 * index >= palette.Length)
            throw new InvalidDataException($"a pixel has colour {index}, but its palette has {palette.Length / 3}");
        palette.AsSpan(3 * index, 3).CopyTo(rgb);
    }
}
