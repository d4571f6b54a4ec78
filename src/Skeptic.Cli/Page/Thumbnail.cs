namespace Skeptic.Cli.Page;

/// <summary>A picture inside the page: a PNG as a data URI, and its size in pixels.</summary>
public sealed record Thumbnail(string Uri, int Width, int Height)
{
    /// <param name="pixels"><c>[channels, height, width]</c>, as data sets hold them; one channel is grey, three are red, green, blue.</param>
    /// <returns>Null for another number of channels, which no picture shows.</returns>
    public static Thumbnail? Of(ReadOnlySpan<byte> pixels, int channels, int height, int width) => channels switch
    {
        1 => Of(PngWriter.Grey(pixels, width, height), width, height),
        3 => Of(PngWriter.Rgb(Interleaved(pixels), width, height), width, height),
        _ => null,
    };

    private static Thumbnail Of(byte[] png, int width, int height) => new("data:image/png;base64," + Convert.ToBase64String(png), width, height);

    private static byte[] Interleaved(ReadOnlySpan<byte> planes)
    {
        var plane = planes.Length / 3;
        var pixels = new byte[planes.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = planes[i % 3 * plane + i / 3];
        return pixels;
    }
}
