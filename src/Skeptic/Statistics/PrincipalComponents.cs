using System.Numerics;
using System.Runtime.InteropServices;
using Skeptic.Randomness;

namespace Skeptic.Statistics;

/// <summary>
/// Projections onto the leading principal components by randomised subspace iteration (Halko, Martinsson and Tropp, Finding Structure
/// with Randomness, SIAM Review 2011, algorithm 4.4): the covariance is never formed. Exact where the rows have few dimensions.
/// </summary>
internal static class PrincipalComponents
{
    private const int Oversampling = 14;
    private const int PowerIterations = 7;

    /// <param name="rows">[N,D], centred.</param>
    /// <param name="components">At most D.</param>
    /// <returns>
    /// [N,components], the component of the largest variance first. Of each direction, the entry of the largest magnitude is positive.
    /// </returns>
    public static float[] Project(float[] rows, int count, int dimensions, int components, ulong seed, PointWorkers workers)
    {
        var width = Math.Min(dimensions, components + Oversampling);
        // A multiple of eight keeps rows of the narrow matrices whole numbers of vectors; the columns beyond the width stay zero.
        var stride = (width + 7) / 8 * 8;
        var draws = RandomStream.Derive(seed, Purposes.Init);
        var basis = new double[dimensions * stride];
        for (var d = 0; d < dimensions; d++)
            for (var j = 0; j < width; j++)
                basis[d * stride + j] = draws.NextGaussian();
        GramSchmidt.Orthonormalise(basis, width, stride);

        var image = new double[count * stride];
        Multiply(rows, basis, image, count, dimensions, stride, workers);
        for (var i = 0; i < PowerIterations && width < dimensions; i++)
        {
            MultiplyTransposed(rows, image, basis, count, dimensions, stride, workers);
            GramSchmidt.Orthonormalise(basis, width, stride);
            Multiply(rows, basis, image, count, dimensions, stride, workers);
        }
        return Rotate(image, basis, width, stride, components);
    }

    /// <summary>image = rows basis.</summary>
    private static void Multiply(float[] rows, double[] basis, double[] image, int count, int dimensions, int stride, PointWorkers workers) =>
        workers.Each(count, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var target = image.AsSpan(i * stride, stride);
                target.Clear();
                for (var d = 0; d < dimensions; d++)
                    AddScaled(target, basis.AsSpan(d * stride, stride), rows[i * dimensions + d]);
            }
        });

    /// <summary>basis = rowsᵀ image, each entry summed over the points in their order.</summary>
    private static void MultiplyTransposed(float[] rows, double[] image, double[] basis, int count, int dimensions, int stride, PointWorkers workers) =>
        workers.Each(dimensions, (from, to) =>
        {
            basis.AsSpan(from * stride, (to - from) * stride).Clear();
            for (var i = 0; i < count; i++)
                for (var d = from; d < to; d++)
                    AddScaled(basis.AsSpan(d * stride, stride), image.AsSpan(i * stride, stride), rows[i * dimensions + d]);
        });

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double scale)
    {
        var targets = MemoryMarshal.Cast<double, Vector<double>>(target);
        var sources = MemoryMarshal.Cast<double, Vector<double>>(source);
        var factor = new Vector<double>(scale);
        for (var k = 0; k < targets.Length && k < sources.Length; k++) targets[k] += sources[k] * factor;
    }

    /// <summary>Rayleigh and Ritz: the eigenvectors of imageᵀ image turn the basis into principal directions.</summary>
    private static float[] Rotate(double[] image, double[] basis, int width, int stride, int components)
    {
        var (count, dimensions) = (image.Length / stride, basis.Length / stride);
        var inner = new double[width, width];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < width; j++)
                for (var k = 0; k <= j; k++)
                    inner[j, k] += image[i * stride + j] * image[i * stride + k];
        for (var j = 0; j < width; j++)
            for (var k = 0; k < j; k++)
                inner[k, j] = inner[j, k];

        var (_, turn) = SymmetricEigen.Of(inner);
        for (var c = 0; c < components; c++)
        {
            var largest = 0.0;
            for (var d = 0; d < dimensions; d++)
            {
                var entry = Entry(basis, d, c);
                if (Math.Abs(entry) > Math.Abs(largest)) largest = entry;
            }
            for (var j = 0; j < width && largest < 0; j++) turn[j, c] = -turn[j, c];
        }

        var projected = new float[count * components];
        for (var i = 0; i < count; i++)
            for (var c = 0; c < components; c++)
                projected[i * components + c] = (float)Entry(image, i, c);
        return projected;

        double Entry(double[] matrix, int row, int column)
        {
            var sum = 0.0;
            for (var j = 0; j < width; j++) sum += matrix[row * stride + j] * turn[j, column];
            return sum;
        }
    }
}
