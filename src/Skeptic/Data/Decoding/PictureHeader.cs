using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>What a picture's header says, read without decoding it: the check that comes before any decoder sees the bytes.</summary>
/// <param name="Width">As stored, before <paramref name="Orientation"/> turns it.</param>
/// <param name="Orientation">1 to 8, as EXIF numbers them; 1 where nothing is said.</param>
/// <param name="IsGrey">Whether it has no colour by its header.</param>
public sealed record PictureHeader(PictureFormat Format, int Width, int Height, int Orientation = 1, bool IsGrey = false)
{
    /// <summary>Width and height as the picture is to be seen.</summary>
    public (int Width, int Height) Upright => Orientation >= 5 ? (Height, Width) : (Width, Height);

    /// <exception cref="PictureException">No picture, cut short, or announcing more pixels than <see cref="PictureShape.MostPixels"/>.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data)
    {
        var header = data switch
        {
            [] => throw new PictureException("it is empty"),
            [0xFF, 0xD8, ..] => JpegHeader.Read(data),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngHeader.Read(data),
            [(byte)'B', (byte)'M', ..] => Bitmap(data),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebpHeader.Read(data),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif.Header(data),
            _ => throw new PictureException("it is neither JPEG nor PNG, BMP, WebP or GIF"),
        };
        if (header.Width < 1 || header.Height < 1)
            throw new PictureException($"its header announces {header.Width} x {header.Height} pixels");
        return (long)header.Width * header.Height <= PictureShape.MostPixels ? header : throw new PictureException(
            $"its header announces {header.Width} x {header.Height} pixels, and at most {PictureShape.MostPixels} are decoded");
    }

    /// <summary>Sizes of Windows bitmaps; what they must hold at least is checked too, for decoders fill up what is cut off.</summary>
    private static PictureHeader Bitmap(ReadOnlySpan<byte> data)
    {
        if (data.Length < 30) throw new PictureException("it is cut short");
        var size = BinaryPrimitives.ReadInt32LittleEndian(data[14..]);
        var isOld = size == 12;
        if (!isOld && (size < 40 || data.Length < 34)) throw new PictureException($"its header has {size} bytes");
        int width = isOld ? BinaryPrimitives.ReadUInt16LittleEndian(data[18..]) : BinaryPrimitives.ReadInt32LittleEndian(data[18..]);
        var height = isOld ? BinaryPrimitives.ReadUInt16LittleEndian(data[20..]) : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(data[22..]));
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(data[(isOld ? 24 : 28)..]);
        var isPacked = !isOld && BinaryPrimitives.ReadInt32LittleEndian(data[30..]) is 1 or 2;
        var needed = BinaryPrimitives.ReadUInt32LittleEndian(data[10..]) + ((long)width * bits + 31) / 32 * 4 * height;
        if (height > int.MaxValue || width < 1 || (!isPacked && (long)width * height <= PictureShape.MostPixels && needed > data.Length))
            throw new PictureException("it is cut short");
        return new(PictureFormat.Bmp, width, (int)height);
    }
}
