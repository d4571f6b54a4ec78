using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Recovery;

/// <summary>A matrix taken apart into low rank plus sparse.</summary>
/// <param name="Rank">Singular values of the low-rank part above 0.01 of the largest.</param>
/// <param name="Sparsity">Share of the known entries whose sparse part is above 0.01 of the matrix's largest entry.</param>
/// <param name="Residual">What remains unexplained of the known entries, as a share of them (Frobenius).</param>
/// <param name="Lambda">The weight of the sparse part.</param>
public sealed record RobustMatrixResult(
    Matrix LowRank, Matrix Sparse, int Rank, double Sparsity, int Iterations, double Residual, bool Converged, double Lambda)
{
    internal const double Negligible = 1e-2;

    /// <summary>|L - reference| / |reference| (Frobenius).</summary>
    /// <exception cref="SettingsException">The shapes differ.</exception>
    public double Error(Matrix reference)
    {
        if ((reference.Rows, reference.Columns) != (LowRank.Rows, LowRank.Columns))
            throw new SettingsException($"the reference is {reference.Rows} x {reference.Columns} and the matrix {LowRank.Rows} x {LowRank.Columns}; they must be of one shape");
        double difference = 0, size = 0;
        for (var i = 0; i < reference.Values.Length; i++)
        {
            difference += Math.Pow(LowRank.Values[i] - reference.Values[i], 2);
            size += reference.Values[i] * reference.Values[i];
        }
        return Math.Sqrt(difference / size);
    }
}

/// <summary>
/// You, Zhu, Qu and Ma, NeurIPS 2020, equation 3: min 1/2 |P(U V' + g g - h h - Y)|^2 by gradient descent from a tiny start, where g and h move
/// alpha times as fast as U and V. The implicit bias is principal component pursuit with lambda = 1 / (2 alpha), and 1 / alpha for U U'.
/// </summary>
public static class RobustMatrix
{
    private const int CheckEvery = 25;

    /// <param name="matrix">NaN where an entry is not known.</param>
    /// <param name="known">Further entries that are not known are false; null for none.</param>
    /// <exception cref="DataException">An entry that should be known is infinite, or none is known.</exception>
    /// <exception cref="SettingsException">Not square or not symmetric, where a symmetric matrix was announced.</exception>
    /// <exception cref="RunException">The descent diverged.</exception>
    public static RobustMatrixResult Recover(Matrix matrix, RobustMatrixOptions options, bool[]? known = null, CancellationToken stop = default)
    {
        var problem = MatrixProblem.Of(matrix, options, known);
        using var off = Grad.Off();
        using var scope = Scope.Open();
        var (y, mask, rows, columns) = (problem.Values(), problem.Mask(), matrix.Rows, matrix.Columns);
        var lambda = options.WeightFor(rows, columns, problem.Share);
        var alpha = options.Symmetric ? 1 / lambda : 1 / (2 * lambda);
        var norm = y.Norm().ToDouble();
        var step = options.Step / (MatrixProblem.SpectralNorm(y) + 4 * alpha * y.Abs().Max().ToDouble());
        using var generator = new Generator(RandomStream.DeriveSeed(options.Seed, "recovery.factors"));
        var inner = Math.Min(rows, columns);
        // Entries of this deviation make columns of norm Init.
        var deviation = options.Init / Math.Sqrt(inner);
        Tensor Factor(int size) => Tensor.Empty([size, inner], ScalarType.Float64).FillNormal(0, deviation, generator);
        var u = Factor(rows);
        var v = options.Symmetric ? u : Factor(columns);
        Tensor g = Tensor.Full([rows, columns], options.Init, ScalarType.Float64), h = g.Clone();

        var (iteration, residual) = (0, 1.0);
        while (iteration < options.Iterations && residual > options.Tolerance)
        {
            stop.ThrowIfCancellationRequested();
            using var round = Scope.Open();
            var rest = Rest(u, v, g, h, y, mask);
            if (iteration % CheckEvery == 0)
            {
                residual = norm == 0 ? 0 : rest.Norm().ToDouble() / norm;
                if (!double.IsFinite(residual)) throw new RunException($"the descent diverged before iteration {iteration}: what remains is no longer finite; lower step below {options.Step}");
                if (residual <= options.Tolerance) break;
            }
            Descend(u, v, g, h, rest, step, alpha, options.Symmetric);
            iteration++;
        }
        var left = norm == 0 ? 0 : Rest(u, v, g, h, y, mask).Norm().ToDouble() / norm;
        return problem.Result(u.MatMul(v.Transpose()), (g * g - h * h) * mask, iteration, left, left <= options.Tolerance, lambda);
    }

    /// <summary>What the factors do not explain, 0 where nothing is known.</summary>
    private static Tensor Rest(Tensor u, Tensor v, Tensor g, Tensor h, Tensor y, Tensor mask) =>
        u.MatMul(v.Transpose()).AddInPlace(g * g).AddInPlace(h * h, -1).AddInPlace(y, -1).MultiplyInPlace(mask);

    private static void Descend(Tensor u, Tensor v, Tensor g, Tensor h, Tensor rest, double step, double alpha, bool symmetric)
    {
        if (symmetric)
        {
            var pull = rest.MatMul(u).AddInPlace(rest.Transpose().MatMul(u));
            u.AddInPlace(pull, -step);
        }
        else
        {
            var (pullU, pullV) = (rest.MatMul(v), rest.Transpose().MatMul(u));
            u.AddInPlace(pullU, -step);
            v.AddInPlace(pullV, -step);
        }
        var factor = rest * (2 * step * alpha);
        g.AddInPlace(factor * g, -1);
        h.AddInPlace(factor * h);
    }
}
