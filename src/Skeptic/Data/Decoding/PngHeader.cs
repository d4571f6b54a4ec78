using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>The chunks of a PNG file (W3C PNG specification, clause 5), as far as its size, its orientation and its end.</summary>
internal static class PngHeader
{
    /// <exception cref="PictureException">Damaged or cut short.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < 33 || !data[12..].StartsWith("IHDR"u8)) throw new PictureException("it is cut short");
        var header = new PictureHeader(PictureFormat.Png, Side(data[16..]), Side(data[20..]), IsGrey: data[25] is 0 or 4);
        for (long at = 8; at + 12 <= data.Length;)
        {
            var chunk = data[(int)at..];
            long length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var name = chunk.Slice(4, 4);
            if (name.SequenceEqual("IEND"u8)) return header;
            if (name.SequenceEqual("eXIf"u8) && length <= chunk.Length - 12)
                header = header with { Orientation = Exif.Orientation(chunk.Slice(8, (int)length)) };
            at += length + 12;
        }

        // A header that announces too much is told by what it announces.
        return (long)header.Width * header.Height > PictureShape.MostPixels ? header : throw new PictureException("it is cut short");
    }

    private static int Side(ReadOnlySpan<byte> bytes) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
