using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>The first frame of a GIF file (GIF89a specification), on its screen: pixels that no frame covers are transparent.</summary>
internal static class Gif
{
    private const int ScreenLength = 13;

    /// <exception cref="PictureException">Damaged, cut short, or without a frame.</exception>
    public static PictureHeader Header(ReadOnlySpan<byte> data)
    {
        var frame = FirstFrame(data);
        return new(PictureFormat.Gif, frame.Width, frame.Height);
    }

    /// <summary>[height, width, 4]: red, green, blue, alpha.</summary>
    /// <exception cref="PictureException">Damaged or cut short.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data)
    {
        var frame = FirstFrame(data);
        var rgba = new byte[checked(4 * frame.Width * frame.Height)];
        var palette = data.Slice(frame.Palette, frame.Colours * 3);
        var at = frame.Data;
        if (at >= data.Length) throw new PictureException("it is cut short");
        var codeSize = data[at++];
        var indices = GifLzw.Unpack(Join(data, at), codeSize, frame.FrameWidth * frame.FrameHeight);
        for (var row = 0; row < frame.FrameHeight; row++)
        {
            var y = frame.Top + (frame.IsInterlaced ? Interlaced(row, frame.FrameHeight) : row);
            for (var x = 0; x < frame.FrameWidth; x++)
            {
                int index = indices[row * frame.FrameWidth + x];
                if (index == frame.Transparent) continue;
                if (index >= frame.Colours) throw new PictureException($"a pixel has colour {index}, which its palette lacks");
                var pixel = rgba.AsSpan(4 * (y * frame.Width + frame.Left + x), 4);
                palette.Slice(3 * index, 3).CopyTo(pixel);
                pixel[3] = 255;
            }
        }

        return rgba;
    }

    private static Frame FirstFrame(ReadOnlySpan<byte> data)
    {
        if (data.Length < ScreenLength) throw new PictureException("it is cut short");
        var (palette, colours) = (ScreenLength, Colours(data[10]));
        var at = ScreenLength + 3 * colours;
        var transparent = -1;
        for (; ; )
        {
            if (at >= data.Length) throw new PictureException("it is cut short");
            switch (data[at++])
            {
                case 0x21:
                    // Graphic control: flags, delay, the transparent colour.
                    if (at + 6 < data.Length && data[at] == 0xF9 && data[at + 1] == 4 && (data[at + 2] & 1) != 0) transparent = data[at + 5];
                    at = SkipBlocks(data, at + 1);
                    break;
                case 0x2C:
                    return FrameAt(data, at, palette, colours, transparent);
                case 0x3B:
                    throw new PictureException("it holds no picture");
                default:
                    throw new PictureException("its blocks are damaged");
            }
        }
    }

    private static Frame FrameAt(ReadOnlySpan<byte> data, int at, int palette, int colours, int transparent)
    {
        if (at + 9 > data.Length) throw new PictureException("it is cut short");
        int left = Number(data, at), top = Number(data, at + 2), width = Number(data, at + 4), height = Number(data, at + 6);
        var flags = data[at + 8];
        at += 9;
        if (Colours(flags) is > 0 and var own)
        {
            (palette, colours) = (at, own);
            at += 3 * own;
        }

        if (palette + 3 * colours > data.Length) throw new PictureException("it is cut short");
        if (colours == 0) throw new PictureException("it has no palette");
        if (width == 0 || height == 0) throw new PictureException($"its first frame has {width} x {height} pixels");
        // A screen that is smaller than its frame grows, as in browsers.
        return new(Math.Max(Number(data, 6), left + width), Math.Max(Number(data, 8), top + height), left, top, width, height, palette, colours,
            transparent, (flags & 0x40) != 0, at);
    }

    /// <summary>The row of the picture that the n-th row of an interlaced frame is: every 8th from 0, every 8th from 4, every 4th from 2, every 2nd from 1.</summary>
    private static int Interlaced(int row, int height)
    {
        foreach (var (first, step) in ((int, int)[])[(0, 8), (4, 8), (2, 4), (1, 2)])
        {
            var rows = Math.Max(0, (height - first + step - 1) / step);
            if (row < rows) return first + row * step;
            row -= rows;
        }

        return row;
    }

    private static byte[] Join(ReadOnlySpan<byte> data, int at)
    {
        var joined = new MemoryStream();
        while (at < data.Length && data[at] != 0)
        {
            var length = Math.Min(data[at], data.Length - at - 1);
            joined.Write(data.Slice(at + 1, length));
            at += 1 + data[at];
        }

        return joined.ToArray();
    }

    private static int SkipBlocks(ReadOnlySpan<byte> data, int at)
    {
        while (at < data.Length && data[at] != 0) at += 1 + data[at];
        return at + 1;
    }

    private static int Colours(byte flags) => (flags & 0x80) == 0 ? 0 : 2 << (flags & 7);

    private static int Number(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    /// <summary>Where the first frame lies on its screen, and where its parts lie in the file.</summary>
    private sealed record Frame(
        int Width, int Height, int Left, int Top, int FrameWidth, int FrameHeight, int Palette, int Colours, int Transparent, bool IsInterlaced, int Data);
}
