using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public class PngWriterTests
{
    [Fact]
    public void A_grey_picture_is_read_back_pixel_by_pixel()
    {
        byte[] pixels = [.. Enumerable.Range(0, 7 * 5).Select(i => (byte)(i * 37))];
        var (width, height, colourType, decoded) = Decode(PngWriter.Grey(pixels, width: 7, height: 5));
        Assert.Equal((7, 5, 0), (width, height, colourType));
        Assert.Equal(pixels, decoded);
    }

    [Fact]
    public void A_colour_picture_is_read_back_pixel_by_pixel()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 3 * 3).Select(i => (byte)(i * 91))];
        var (width, height, colourType, decoded) = Decode(PngWriter.Rgb(pixels, width: 4, height: 3));
        Assert.Equal((4, 3, 2), (width, height, colourType));
        Assert.Equal(pixels, decoded);
    }

    [Fact]
    public void The_last_chunk_is_the_one_that_the_standard_prints()
    {
        var png = PngWriter.Grey([0], 1, 1);
        Assert.Equal(Convert.FromHexString("0000000049454E44AE426082"), png[^12..]);
    }

    [Theory]
    [InlineData(3, 3, 8)]
    [InlineData(0, 3, 0)]
    public void A_picture_of_another_size_than_its_bytes_is_refused(int width, int height, int bytes) =>
        Assert.Throws<ArgumentException>(() => PngWriter.Grey(new byte[bytes], width, height));

    [Fact]
    public void A_thumbnail_takes_planes_and_shows_interleaved_colours()
    {
        // Two pixels: red planes 1 2, green 3 4, blue 5 6.
        var thumbnail = Thumbnail.Of([1, 2, 3, 4, 5, 6], channels: 3, height: 1, width: 2);
        Assert.NotNull(thumbnail);
        const string start = "data:image/png;base64,";
        Assert.StartsWith(start, thumbnail.Uri, StringComparison.Ordinal);
        Assert.Equal([1, 3, 5, 2, 4, 6], Decode(Convert.FromBase64String(thumbnail.Uri[start.Length..])).Pixels);
    }

    [Fact]
    public void There_is_no_thumbnail_of_two_channels() => Assert.Null(Thumbnail.Of(new byte[8], channels: 2, height: 2, width: 2));

    /// <summary>Reads unfiltered 8-bit PNG by the standard, sharing nothing with the writer: the CRC is computed bit by bit.</summary>
    private static (int Width, int Height, int ColourType, byte[] Pixels) Decode(byte[] png)
    {
        Assert.Equal(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }, png[..8]);
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(CrcBitByBit(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        var header = chunks[0].Data;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Assert.Equal([8, 0, 0, 0], [header[8], .. header[10..]]);

        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress)) zlib.CopyTo(inflated);
        var stride = 1 + width * (header[9] == 2 ? 3 : 1);
        var rows = inflated.ToArray().Chunk(stride).ToArray();
        Assert.Equal(height, rows.Length);
        Assert.All(rows, row => Assert.Equal((stride, (byte)0), (row.Length, row[0])));
        return (width, height, header[9], [.. rows.SelectMany(row => row[1..])]);
    }

    private static uint CrcBitByBit(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (((crc ^ (uint)(value >> bit)) & 1) * 0xedb88320);
        return ~crc;
    }
}
