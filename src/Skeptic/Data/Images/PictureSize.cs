namespace Skeptic.Data;

/// <summary>How images of all sizes become squares of one.</summary>
/// <param name="Short">The shorter side is resized to this, the longer one in proportion.</param>
/// <param name="Crop">The side of the square that is cut from the middle, at most <paramref name="Short"/>.</param>
public sealed record PictureSize(int Short, int Crop)
{
    /// <summary>The middle of the resized image, as planes of red, green and blue, [3, Crop, Crop].</summary>
    public void Fit(Picture picture, Span<byte> planes)
    {
        var shorter = Math.Min(picture.Width, picture.Height);
        var (columns, rows) = (Weights(picture.Width, shorter), Weights(picture.Height, shorter));
        // Only the rows that the square needs, resized across, then down.
        var top = rows[0].First;
        var middle = new float[(rows[^1].First + rows[^1].Parts.Length - top) * Crop * 3];
        for (var y = 0; y < middle.Length / (3 * Crop); y++)
            for (var x = 0; x < Crop; x++)
                Across(picture.Rgb.AsSpan(3 * (top + y) * picture.Width), columns[x], middle.AsSpan(3 * (y * Crop + x), 3));
        for (var y = 0; y < Crop; y++)
            for (var x = 0; x < Crop; x++)
                for (var c = 0; c < 3; c++)
                {
                    var sum = 0f;
                    for (var i = 0; i < rows[y].Parts.Length; i++)
                        sum += rows[y].Parts[i] * middle[3 * ((rows[y].First - top + i) * Crop + x) + c];
                    planes[(c * Crop + y) * Crop + x] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
                }
    }

    private static void Across(ReadOnlySpan<byte> row, (int First, float[] Parts) weights, Span<float> rgb)
    {
        float red = 0, green = 0, blue = 0;
        for (var i = 0; i < weights.Parts.Length; i++)
        {
            var pixel = row.Slice(3 * (weights.First + i), 3);
            red += weights.Parts[i] * pixel[0];
            green += weights.Parts[i] * pixel[1];
            blue += weights.Parts[i] * pixel[2];
        }

        (rgb[0], rgb[1], rgb[2]) = (red, green, blue);
    }

    /// <summary>
    /// For each of the square's pixels along one side, the pixels of the image that it is made of: a triangle as wide as two pixels of the
    /// smaller of the two scales, so that shrinking averages and enlarging interpolates.
    /// </summary>
    private (int First, float[] Parts)[] Weights(int length, int shorter)
    {
        var resized = (int)((long)Short * length / shorter);
        var offset = (int)Math.Round((resized - Crop) / 2.0);
        var scale = length / (double)resized;
        var reach = Math.Max(scale, 1);
        return [.. Enumerable.Range(offset, Crop).Select(position =>
        {
            var centre = (position + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - reach + 0.5));
            var end = Math.Min(length, (int)(centre + reach + 0.5));
            var parts = Enumerable.Range(first, end - first).Select(i => Math.Max(0, 1 - Math.Abs((i + 0.5 - centre) / reach))).ToArray();
            var sum = parts.Sum();
            return (first, Array.ConvertAll(parts, part => (float)(part / sum)));
        })];
    }
}
