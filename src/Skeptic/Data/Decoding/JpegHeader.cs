using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>The segments of a JPEG file (ITU-T T.81, annex B), as far as its size, its orientation and its end.</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, App1 = 0xE1;

    /// <exception cref="PictureException">Damaged, or without its end: the decoder would fill up what is missing.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data)
    {
        PictureHeader? header = null;
        var orientation = 1;
        for (var at = 2; ;)
        {
            // Any number of fill bytes may stand before a marker.
            if (at >= data.Length || data[at] != 0xFF) throw Damaged(at, data);
            while (at < data.Length && data[at] == 0xFF) at++;
            if (at >= data.Length) throw Damaged(at, data);
            var marker = data[at++];
            if (marker == EndOfImage) return (header ?? throw new PictureException("it holds no picture")) with { Orientation = orientation };
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            if (at + 2 > data.Length) throw Damaged(at, data);
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            if (length < 2 || at + length > data.Length) throw Damaged(at + length, data);
            var segment = data.Slice(at + 2, length - 2);
            at += length;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) header = Frame(segment);
            else if (marker == App1 && segment.StartsWith("Exif\0\0"u8)) orientation = Exif.Orientation(segment[6..]);
            else if (marker == StartOfScan) at = EndOfScan(data, at);
        }
    }

    private static PictureHeader Frame(ReadOnlySpan<byte> segment) => segment.Length < 6
        ? throw new PictureException("its header is damaged")
        : new(PictureFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), IsGrey: segment[5] == 1);

    /// <summary>Where the next marker stands that is neither a stuffed byte nor a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> data, int from)
    {
        for (var at = from; ;)
        {
            var next = data[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= data.Length) throw new PictureException("it is cut short");
            at += next;
            if (data[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
            at += data[at + 1] == 0xFF ? 1 : 2;
        }
    }

    private static PictureException Damaged(int at, ReadOnlySpan<byte> data) => new(at >= data.Length ? "it is cut short" : "its segments are damaged");
}
