using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Recovery;

/// <summary>A checked matrix with what is known of it, on its way into and out of the engine; float64, divided by its spectral norm.</summary>
internal sealed record MatrixProblem(Matrix Matrix, bool[] Known, double Scale)
{
    private static readonly Operator s_svd = new("aten::linalg_svd");

    /// <summary>Share of the entries that are known.</summary>
    internal double Share => (double)Known.Count(known => known) / Known.Length;

    internal static MatrixProblem Of(Matrix matrix, RobustMatrixOptions options, bool[]? mask)
    {
        if (matrix.Values.Length != (long)matrix.Rows * matrix.Columns || (mask is not null && mask.Length != matrix.Values.Length))
            throw new ArgumentException($"{matrix.Values.Length} entries are no matrix of {matrix.Rows} x {matrix.Columns}, or its mask has another size");
        var known = matrix.Values.Select((value, i) => !double.IsNaN(value) && mask?[i] != false).ToArray();
        if (Array.IndexOf(known, true) < 0) throw new DataException("No entry of the matrix is known.");
        for (var i = 0; i < known.Length; i++)
            if (known[i] && !double.IsFinite(matrix.Values[i]))
                throw new DataException($"The entry of the matrix in row {i / matrix.Columns}, column {i % matrix.Columns} (from 0) is {matrix.Values[i]}; entries that are not known are NaN, or 0 in the mask.");
        if (options.Symmetric) CheckSymmetric(matrix, known);
        var problem = new MatrixProblem(matrix, known, 1);
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var norm = SpectralNorm(problem.Values());
        return norm > 0 ? problem with { Scale = norm } : problem;
    }

    internal static double SpectralNorm(Tensor matrix) => Svd(matrix).S.Max().ToDouble();

    /// <summary>matrix = U diag(S) V'.</summary>
    internal static (Tensor U, Tensor S, Tensor V) Svd(Tensor matrix)
    {
        var parts = s_svd.CallAll(matrix, false);
        return (parts[0]!, parts[1]!, parts[2]!);
    }

    /// <summary><c>[Rows, Columns]</c>, 0 where nothing is known.</summary>
    internal Tensor Values() => Tensor.From<double>([.. Matrix.Values.Select((value, i) => Known[i] ? value / Scale : 0)], [Matrix.Rows, Matrix.Columns]);

    /// <summary>1 where an entry is known, otherwise 0.</summary>
    internal Tensor Mask() => Tensor.From<double>(Array.ConvertAll(Known, known => known ? 1.0 : 0.0), [Matrix.Rows, Matrix.Columns]);

    internal RobustMatrixResult Result(Tensor lowRank, Tensor sparse, int iterations, double residual, bool converged, double lambda)
    {
        var values = Svd(lowRank).S.ToArray<double>();
        var wrong = sparse.ToArray<double>();
        var largest = Values().Abs().Max().ToDouble();
        return new(
            Back(lowRank.ToArray<double>()), Back(wrong),
            values[0] == 0 ? 0 : values.Count(value => value > RobustMatrixResult.Negligible * values[0]),
            (double)wrong.Where((value, i) => Known[i] && Math.Abs(value) > RobustMatrixResult.Negligible * largest).Count() / Known.Count(known => known),
            iterations, residual, converged, lambda);
    }

    private Matrix Back(double[] values) => new(Matrix.Rows, Matrix.Columns, Array.ConvertAll(values, value => value * Scale));

    private static void CheckSymmetric(Matrix matrix, bool[] known)
    {
        if (matrix.Rows != matrix.Columns) throw new SettingsException($"symmetric: the matrix is {matrix.Rows} x {matrix.Columns}; a symmetric one is square");
        var most = matrix.Values.Where((_, i) => known[i]).Max(Math.Abs);
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (i * matrix.Columns + j, j * matrix.Columns + i);
                if (known[a] && known[b] && Math.Abs(matrix.Values[a] - matrix.Values[b]) > 1e-6 * most)
                    throw new SettingsException($"symmetric: the entries ({i}, {j}) and ({j}, {i}) of the matrix differ");
            }
    }
}
