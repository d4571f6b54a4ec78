namespace Skeptic.Statistics;

internal static class GramSchmidt
{
    /// <summary>
    /// Makes columns orthonormal, each projected twice, since once leaves rounding errors that grow. A column that depends on those before
    /// it becomes zero.
    /// </summary>
    /// <param name="columns">[D,stride], of which the first <paramref name="width"/> columns count.</param>
    public static void Orthonormalise(double[] columns, int width, int stride)
    {
        for (var j = 0; j < width; j++)
        {
            var before = Math.Sqrt(Dot(columns, j, j, stride));
            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < j; k++)
                {
                    var dot = Dot(columns, j, k, stride);
                    for (var row = 0; row < columns.Length; row += stride) columns[row + j] -= dot * columns[row + k];
                }
            }
            var norm = Math.Sqrt(Dot(columns, j, j, stride));
            var scale = norm > 1e-10 * before ? 1 / norm : 0;
            for (var row = 0; row < columns.Length; row += stride) columns[row + j] *= scale;
        }
    }

    private static double Dot(double[] columns, int a, int b, int stride)
    {
        var sum = 0.0;
        for (var row = 0; row < columns.Length; row += stride) sum += columns[row + a] * columns[row + b];
        return sum;
    }
}
