using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>The chunks of a WebP file (RFC 9649), as far as its size and its orientation. The size of every frame counts.</summary>
internal static class WebpHeader
{
    /// <exception cref="PictureException">Damaged or cut short.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < 20 || BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) + 8L > data.Length) throw new PictureException("it is cut short");
        int width = 0, height = 0, orientation = 1;
        for (long at = 12; at + 8 <= data.Length;)
        {
            var chunk = data[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (length > chunk.Length - 8) break;
            var body = chunk.Slice(8, (int)length);
            var (w, h) = Size(chunk[..4], body);
            (width, height) = (Math.Max(width, w), Math.Max(height, h));
            if (chunk.StartsWith("ANIM"u8)) throw new PictureException("it is an animated WebP picture, which is not read");
            if (chunk.StartsWith("EXIF"u8)) orientation = Exif.Orientation(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
            at += 8 + length + (length & 1);
        }

        return width > 0 ? new(PictureFormat.Webp, width, height, orientation) : throw new PictureException("its header is damaged");
    }

    private static (int Width, int Height) Size(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        if (name.SequenceEqual("VP8X"u8) && body.Length >= 10)
            return (1 + (body[4] | body[5] << 8 | body[6] << 16), 1 + (body[7] | body[8] << 8 | body[9] << 16));
        if (name.SequenceEqual("VP8 "u8) && body.Length >= 10)
            return (BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF);
        if (name.SequenceEqual("VP8L"u8) && body.Length >= 5)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return (1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF));
        }

        return (0, 0);
    }
}
