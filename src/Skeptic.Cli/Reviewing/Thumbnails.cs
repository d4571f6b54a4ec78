using Skeptic.Cli.Page;

namespace Skeptic.Cli.Reviewing;

/// <summary>Small pictures.</summary>
internal static class Thumbnails
{
    public const int Side = 112;

    /// <summary>The largest size of these proportions; small pictures keep theirs.</summary>
    public static (int Width, int Height) Fit((int Width, int Height) size)
    {
        var scale = Math.Min(1, (double)Side / Math.Max(size.Width, size.Height));
        return (Math.Max(1, (int)Math.Round(scale * size.Width)), Math.Max(1, (int)Math.Round(scale * size.Height)));
    }

    /// <param name="planes">[channels, height, width]; one channel is grey, three are red, green, blue.</param>
    /// <returns>Null for another number of channels.</returns>
    public static byte[]? Png(ReadOnlySpan<byte> planes, int channels, int height, int width)
    {
        if (channels == 1) return PngWriter.Grey(planes, width, height);
        if (channels != 3) return null;
        var (plane, pixels) = (width * height, new byte[planes.Length]);
        for (var i = 0; i < plane; i++)
            for (var c = 0; c < 3; c++) pixels[3 * i + c] = planes[c * plane + i];
        return PngWriter.Rgb(pixels, width, height);
    }
}
