using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>
/// What near copies are compared by. Features stand for themselves. A picture becomes grey, 8 x 8 by averaging, less its mean, of length 1:
/// compression, brightness, contrast and a little noise hardly change it; a crop, a turn or a mirror image does.
/// </summary>
/// <param name="Rows">[N,D].</param>
internal sealed record Descriptor(float[] Rows, int Width)
{
    private const int Side = 8;

    /// <param name="which">Positions in the data.</param>
    public static Descriptor Of(InputArray inputs, int[] which)
    {
        if (inputs is FeatureArray features) return new(features.Select(which).Values, features.Width);
        var (channels, height, width) = (inputs.SampleShape[0], inputs.SampleShape[1], inputs.SampleShape[2]);
        var (down, across) = (Math.Min(Side, height), Math.Min(Side, width));
        var (row, rows) = (new float[channels * height * width], new float[which.Length * down * across]);
        for (var i = 0; i < which.Length; i++)
        {
            inputs.ReadRow(which[i], row);
            var own = rows.AsSpan(i * down * across, down * across);
            for (var c = 0; c < channels; c++)
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++) own[y * down / height * across + x * across / width] += row[(c * height + y) * width + x];
            // Cells of an uneven cut hold unequal numbers of pixels.
            for (var cell = 0; cell < own.Length; cell++) own[cell] /= Extent(cell / across, down, height) * Extent(cell % across, across, width) * channels;
            Normalise(own);
        }
        return new(rows, down * across);
    }

    /// <summary>Between two whole pictures, less their means and of length 1: 0 to 2.</summary>
    public static double Distance(InputArray inputs, int first, int second)
    {
        var length = inputs.SampleShape.Aggregate(1, (product, extent) => product * extent);
        var (a, b) = (new float[length], new float[length]);
        inputs.ReadRow(first, a);
        inputs.ReadRow(second, b);
        Normalise(a);
        Normalise(b);
        var sum = 0.0;
        for (var i = 0; i < length; i++) sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }

    private static int Extent(int cell, int cells, int pixels) => (pixels * (cell + 1) + cells - 1) / cells - (pixels * cell + cells - 1) / cells;

    private static void Normalise(Span<float> values)
    {
        var (mean, square) = (0.0, 0.0);
        foreach (var value in values) mean += value / values.Length;
        foreach (var value in values) square += (value - mean) * (value - mean);
        // Less than a level of contrast on average is a blank picture.
        var scale = square < values.Length ? 0 : 1 / Math.Sqrt(square);
        foreach (ref var value in values) value = (float)((value - mean) * scale);
    }
}
