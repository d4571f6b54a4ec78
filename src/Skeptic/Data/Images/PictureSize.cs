using System.Numerics;

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
        var sums = new float[3 * Crop];
        for (var y = 0; y < Crop; y++)
        {
            Array.Clear(sums);
            for (var i = 0; i < rows[y].Parts.Length; i++)
                Add(sums, rows[y].Parts[i], middle.AsSpan(3 * Crop * (rows[y].First - top + i), sums.Length));
            for (var c = 0; c < 3; c++)
                for (var x = 0; x < Crop; x++)
                    planes[(c * Crop + y) * Crop + x] = (byte)Math.Clamp(sums[3 * x + c] + 0.5f, 0, 255);
        }
    }

    private static void Add(Span<float> sums, float weight, ReadOnlySpan<float> values)
    {
        var wide = sums.Length - sums.Length % Vector<float>.Count;
        for (var i = 0; i < wide; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + new Vector<float>(values[i..]) * weight).CopyTo(sums[i..]);
        for (var i = wide; i < sums.Length; i++)
            sums[i] += values[i] * weight;
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
            while (first + 1 < end && Part(first) == 0) first++;
            while (end - 1 > first && Part(end - 1) == 0) end--;
            var parts = Enumerable.Range(first, end - first).Select(Part).ToArray();
            var sum = parts.Sum();
            return (first, Array.ConvertAll(parts, part => (float)(part / sum)));

            double Part(int i) => Math.Max(0, 1 - Math.Abs((i + 0.5 - centre) / reach));
        })];
    }
}
