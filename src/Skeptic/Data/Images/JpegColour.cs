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
            var nearer = samples.AsSpan(row * component.Stride, line.Length);
            var farther = samples.AsSpan(other * component.Stride, line.Length);
            var target = full.AsSpan(y * width, width);
            if (!doublesDown && across == component.Horizontal)
            {
                nearer.CopyTo(target);
                continue;
            }

            for (var x = 0; x < line.Length; x++)
                line[x] = doublesDown ? 3 * nearer[x] + farther[x] : nearer[x];
            if (doublesAcross) Double(line, target, doublesDown ? (8, 7, 4) : (1, 2, 2));
            else Repeat(line, target, component.Horizontal, across, doublesDown ? (y % 2 == 0 ? 1 : 2, 2) : (0, 0));
        }

        return full;
    }

    /// <summary>Red, green and blue, interleaved, from luminance and two colour differences (JFIF).</summary>
    public static void FromDifferences(ReadOnlySpan<byte> luminance, ReadOnlySpan<byte> blues, ReadOnlySpan<byte> reds, Span<byte> rgb)
    {
        for (var i = 0; i < luminance.Length; i++)
        {
            int y = luminance[i], blue = blues[i] - 128, red = reds[i] - 128;
            var pixel = rgb.Slice(3 * i, 3);
            pixel[0] = Rounded(y, 91881 * red);
            pixel[1] = Rounded(y, -22554 * blue - 46802 * red);
            pixel[2] = Rounded(y, 116130 * blue);
        }
    }

    private static byte Rounded(int y, int scaled) => (byte)Math.Clamp(y + ((scaled + (1 << (Fraction - 1))) >> Fraction), 0, 255);

    private static void Double(int[] line, Span<byte> full, (int Left, int Right, int Shift) rounding)
    {
        for (var column = 0; column < line.Length; column++)
        {
            var centre = 3 * line[column];
            full[2 * column] = (byte)((centre + line[Math.Max(column - 1, 0)] + rounding.Left) >> rounding.Shift);
            if (2 * column + 1 < full.Length)
                full[2 * column + 1] = (byte)((centre + line[Math.Min(column + 1, line.Length - 1)] + rounding.Right) >> rounding.Shift);
        }
    }

    private static void Repeat(int[] line, Span<byte> full, int horizontal, int across, (int Add, int Shift) rounding)
    {
        for (var x = 0; x < full.Length; x++)
            full[x] = (byte)((line[Math.Min(x * horizontal / across, line.Length - 1)] + rounding.Add) >> rounding.Shift);
    }
}
