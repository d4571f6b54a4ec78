namespace Skeptic.Data;

/// <summary>A decoded image: 8-bit red, green and blue, interleaved, row by row.</summary>
/// <param name="Rgb">[height, width, 3].</param>
public sealed record Picture(int Width, int Height, byte[] Rgb)
{
    /// <summary>More than any photograph has; a header that announces more is damage or a trap.</summary>
    private const long MostPixels = 1 << 26;

    /// <summary>A row of one colour at one bit a pixel, as deflate packs it best, comes near this.</summary>
    private const long MostPixelsAByte = 10_000;

    /// <param name="length">Of the file, in bytes.</param>
    /// <exception cref="InvalidDataException">No extent, or far too large.</exception>
    internal static Picture Empty(long width, long height, int length)
        => width is > 0 and <= MostPixels && height is > 0 and <= MostPixels && width * height <= Math.Min(MostPixels, MostPixelsAByte * length)
        ? new((int)width, (int)height, new byte[3 * width * height])
        : throw new InvalidDataException($"its header announces {width} x {height} pixels");
}
