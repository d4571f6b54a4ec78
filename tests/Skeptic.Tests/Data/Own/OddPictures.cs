using System.Buffers.Binary;
using System.IO.Compression;
using Skeptic.Data;

namespace Skeptic.Tests;

/// <summary>The fixtures that <c>tools/golden/make_odd_pictures.py</c> wrote, and PNG files of a test's own.</summary>
internal static class OddPictures
{
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "OddPictures", name);

    internal static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>What Pillow made of a fixture.</summary>
    internal static Data.Picture Expected(string name) => PictureFile.Read(PathOf(name + ".ppm"));

    /// <summary>A PNG file without compression of note; one channel is grey, three are colours.</summary>
    /// <param name="pixels">[height, width, channels].</param>
    internal static byte[] Png(int width, int height, int channels, Func<int, int, int, int> pixels)
    {
        using var rows = new MemoryStream();
        using (var zip = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                zip.WriteByte(0);
                for (var x = 0; x < width; x++)
                    for (var c = 0; c < channels; c++)
                        zip.WriteByte((byte)pixels(y, x, c));
            }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)(channels == 1 ? 0 : 2));
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, rows.ToArray()), .. Chunk("IEND"u8, [])];
    }

    internal static byte[] Plain(int side, int grey) => Png(side, side, 1, (_, _, _) => grey);

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        name.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }
}
