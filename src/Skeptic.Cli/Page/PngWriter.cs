using System.Buffers.Binary;
using System.IO.Compression;

namespace Skeptic.Cli.Page;

/// <summary>Writes small pictures as PNG (ISO/IEC 15948): 8 bits a channel, no interlacing, rows unfiltered.</summary>
public static class PngWriter
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    /// <param name="pixels"><c>[height, width]</c>, 0 is black.</param>
    public static byte[] Grey(ReadOnlySpan<byte> pixels, int width, int height) => Encode(pixels, width, height, channels: 1, colourType: 0);

    /// <param name="pixels"><c>[height, width, 3]</c>: red, green, blue.</param>
    public static byte[] Rgb(ReadOnlySpan<byte> pixels, int width, int height) => Encode(pixels, width, height, channels: 3, colourType: 2);

    private static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, byte colourType)
    {
        if (width < 1 || height < 1) throw new ArgumentException($"a picture of {width} x {height} pixels cannot be written");
        if (pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes are no picture of {width} x {height} pixels with {channels} channels");
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = colourType;
        header[10..].Clear();
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compress(pixels, width * channels));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < pixels.Length; row += stride)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row, stride));
            }
        }
        return data.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(data, Crc(type, uint.MaxValue)) ^ uint.MaxValue);
        png.Write(number);
    }

    /// <summary>CRC-32 with the polynomial of IEEE 802.3, reflected; the complements are the caller's.</summary>
    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data) crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOfByte(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
