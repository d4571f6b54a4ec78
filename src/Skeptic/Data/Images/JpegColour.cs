namespace Skeptic.Data;

/// <summary>From the planes of a frame to red, green and blue.</summary>
internal static class JpegColour
{
    private const int Fraction = 16;

    /// <summary>
    /// A plane at full size. Halved sides are doubled by a triangle, three parts of the nearer and one of the farther sample, rounded up and
    /// down in turn; other factors repeat samples.
    /// </summary>
    public static byte[] Enlarge(JpegComponent component, byte[] samples, int width, int height, int across, int down)
    {
        var full = new byte[width * height];
        var doublesAcross = across == 2 * component.Horizontal && component.Width > 2;
        var doublesDown = down == 2 * component.Vertical && (doublesAcross || across == component.Horizontal);
        var line = new int[component.Width];
        for (var y = 0; y < height; y++)
        {
            var row = Math.Min(y * component.Vertical / down, component.Height - 1);
            var other = !doublesDown ? row : Math.Clamp(y % 2 == 0 ? row - 1 : row + 1, 0, component.Height - 1);
            for (var x = 0; x < line.Length; x++)
                line[x] = doublesDown ? 3 * samples[row * component.Stride + x] + samples[other * component.Stride + x] : samples[row * component.Stride + x];
            Line(line, full.AsSpan(y * width, width), doublesAcross, doublesDown, y % 2 == 0, component.Horizontal, across);
        }

        return full;
    }

    /// <summary>Luminance and two colour differences (JFIF) to red, green and blue, in place.</summary>
    public static void FromDifferences(byte[] first, byte[] second, byte[] third)
    {
        for (var i = 0; i < first.Length; i++)
        {
            int y = first[i], blue = second[i] - 128, red = third[i] - 128;
            first[i] = Rounded(y, 91881 * red);
            second[i] = Rounded(y, -22554 * blue - 46802 * red);
            third[i] = Rounded(y, 116130 * blue);
        }
    }

    private static byte Rounded(int y, int scaled) => (byte)Math.Clamp(y + ((scaled + (1 << (Fraction - 1))) >> Fraction), 0, 255);

    private static void Line(int[] line, Span<byte> full, bool doublesAcross, bool doublesDown, bool isUpper, int horizontal, int across)
    {
        for (var x = 0; x < full.Length; x++)
        {
            var column = Math.Min(x * horizontal / across, line.Length - 1);
            var isLeft = x % 2 == 0;
            var next = Math.Clamp(isLeft ? column - 1 : column + 1, 0, line.Length - 1);
            full[x] = (byte)((doublesAcross, doublesDown) switch
            {
                (true, true) => (3 * line[column] + line[next] + (isLeft ? 8 : 7)) >> 4,
                (true, false) => (3 * line[column] + line[next] + (isLeft ? 1 : 2)) >> 2,
                (false, true) => (line[column] + (isUpper ? 1 : 2)) >> 2,
                _ => line[column],
            });
        }
    }
}
