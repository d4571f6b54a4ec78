namespace Skeptic.Recovery;

/// <summary>
/// Wang, Bovik, Sheikh and Simoncelli, Image quality assessment: from error visibility to structural similarity, 2004, equation 13: the mean
/// over all places where an 11 x 11 Gaussian window of standard deviation 1.5 lies inside the plane; K1 = 0.01, K2 = 0.03, range 1.
/// </summary>
internal static class StructuralSimilarity
{
    /// <summary>Pixels along the window's side.</summary>
    internal const int Window = 11;

    private const double Deviation = 1.5, C1 = 0.01 * 0.01, C2 = 0.03 * 0.03;
    private static readonly double[] s_weights = Weights();

    /// <param name="a">One plane, <c>[H,W]</c> in [0,1]; both sides at least <see cref="Window"/>.</param>
    internal static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int width, int height)
    {
        if (width < Window || height < Window) throw new ArgumentException($"a plane of {width} x {height} is smaller than the window of {Window} x {Window}");
        var (left, right) = (Array.ConvertAll(a.ToArray(), value => (double)value), Array.ConvertAll(b.ToArray(), value => (double)value));
        var (meanA, meanB) = (Smooth(left, width, height), Smooth(right, width, height));
        var (squareA, squareB) = (Smooth(Product(left, left), width, height), Smooth(Product(right, right), width, height));
        var product = Smooth(Product(left, right), width, height);
        var sum = 0.0;
        for (var i = 0; i < meanA.Length; i++)
        {
            var (varianceA, varianceB) = (squareA[i] - meanA[i] * meanA[i], squareB[i] - meanB[i] * meanB[i]);
            var covariance = product[i] - meanA[i] * meanB[i];
            sum += (2 * meanA[i] * meanB[i] + C1) * (2 * covariance + C2)
                / ((meanA[i] * meanA[i] + meanB[i] * meanB[i] + C1) * (varianceA + varianceB + C2));
        }
        return sum / meanA.Length;
    }

    private static double[] Product(double[] a, double[] b)
    {
        var product = new double[a.Length];
        for (var i = 0; i < product.Length; i++) product[i] = a[i] * b[i];
        return product;
    }

    /// <summary>Weighted means of every window: across, then down.</summary>
    private static double[] Smooth(double[] plane, int width, int height)
    {
        int columns = width - Window + 1, rows = height - Window + 1;
        var across = new double[height * columns];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < columns; x++)
                for (var k = 0; k < Window; k++) across[y * columns + x] += s_weights[k] * plane[y * width + x + k];
        var smooth = new double[rows * columns];
        for (var y = 0; y < rows; y++)
            for (var k = 0; k < Window; k++)
                for (var x = 0; x < columns; x++) smooth[y * columns + x] += s_weights[k] * across[(y + k) * columns + x];
        return smooth;
    }

    private static double[] Weights()
    {
        var weights = Enumerable.Range(0, Window).Select(i => Math.Exp(-Math.Pow(i - Window / 2, 2) / (2 * Deviation * Deviation))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
