namespace Skeptic.Statistics;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).</summary>
internal static class SymmetricEigen
{
    private const int Sweeps = 60;

    /// <param name="matrix">[n,n], symmetric; overwritten by rotations of itself.</param>
    /// <returns>Eigenvalues [n] from large to small, and eigenvectors [n,n], one a column in the same order.</returns>
    public static (double[] Values, double[,] Vectors) Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var vectors = new double[n, n];
        for (var i = 0; i < n; i++) vectors[i, i] = 1;
        for (var sweep = 0; sweep < Sweeps && Sweep(matrix, vectors); sweep++) { }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => matrix[i, i])];
        var sorted = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                sorted[i, j] = vectors[i, order[j]];
        return ([.. order.Select(i => matrix[i, i])], sorted);
    }

    /// <summary>Whether any pair still needed a rotation.</summary>
    private static bool Sweep(double[,] a, double[,] vectors)
    {
        var (n, rotated, largest) = (a.GetLength(0), false, 0.0);
        for (var p = 0; p < n; p++) largest = Math.Max(largest, Math.Abs(a[p, p]));
        for (var p = 0; p < n; p++)
        {
            for (var q = p + 1; q < n; q++)
            {
                if (Math.Abs(a[p, q]) <= 1e-16 * largest) continue;
                rotated = true;
                var tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                var tangent = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
                var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
                Rotate(a, vectors, p, q, cosine, tangent * cosine);
            }
        }
        return rotated;
    }

    private static void Rotate(double[,] a, double[,] vectors, int p, int q, double cosine, double sine)
    {
        var n = a.GetLength(0);
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (cosine * a[k, p] - sine * a[k, q], sine * a[k, p] + cosine * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (cosine * a[p, k] - sine * a[q, k], sine * a[p, k] + cosine * a[q, k]);
        (a[p, q], a[q, p]) = (0, 0);
        for (var k = 0; k < n; k++)
            (vectors[k, p], vectors[k, q]) = (cosine * vectors[k, p] - sine * vectors[k, q], sine * vectors[k, p] + cosine * vectors[k, q]);
    }
}
