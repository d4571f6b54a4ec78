namespace Skeptic.Data;

/// <summary>
/// Makes planes of bytes out of the bytes of a JPEG, PNG, BMP, WebP or GIF file, whatever it is called. The orientation that a camera noted
/// is applied, transparency is blended onto the background, 16 bits become 8 by division by 257, of a GIF the first frame counts. Thread-safe.
/// </summary>
public static unsafe class PictureDecoder
{
    /// <param name="planes">[channels, height, width] of the shape.</param>
    /// <exception cref="PictureException">The bytes are no picture that can be decoded.</exception>
    /// <exception cref="DataException">The native library is missing.</exception>
    public static void Decode(ReadOnlySpan<byte> data, PictureShape shape, Span<byte> planes)
    {
        if (planes.Length != shape.Length) throw new ArgumentException($"{planes.Length} bytes do not hold a picture of {shape.Length}", nameof(planes));
        var header = PictureHeader.Read(data);
        var request = new ImageRequest
        {
            Width = shape.Width, Height = shape.Height, Channels = shape.Channels, Fit = (int)shape.Fit, Orientation = header.Orientation,
            Red = (byte)(shape.Background >> 16), Green = (byte)(shape.Background >> 8), Blue = (byte)shape.Background,
            ZeroAlphaIsOpaque = header.Format == PictureFormat.Bmp ? 1 : 0, MostPixels = PictureShape.MostPixels,
        };
        ImageStatus status;
        fixed (byte* to = planes)
        {
            if (header.Format == PictureFormat.Gif)
                fixed (byte* from = Gif.Decode(data)) status = ImageLibrary.ski_fit_rgba(from, header.Width, header.Height, request, to, planes.Length);
            else
                fixed (byte* from = data) status = ImageLibrary.ski_decode(from, data.Length, request, to, planes.Length);
        }

        if (status == ImageStatus.OutOfMemory) throw new PictureException($"{header.Width} x {header.Height} pixels do not fit into memory");
        if (status != ImageStatus.Ok) throw new PictureException($"it cannot be decoded: {ImageLibrary.LastError()}");
    }
}
