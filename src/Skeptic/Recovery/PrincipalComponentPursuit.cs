using Skeptic.Torch;

namespace Skeptic.Recovery;

/// <summary>
/// min |L|_* + lambda |S|_1 with P(L + S) = P(Y). Candes, Li, Ma and Wright, Robust principal component analysis?, JACM 2011, algorithm 1
/// (alternating directions), mu = rows columns / (4 |Y|_1). Where nothing is known, S is free.
/// </summary>
public static class PrincipalComponentPursuit
{
    /// <summary>Takes the weight, the tolerance and the largest number of steps from the options; errors are those of <see cref="RobustMatrix.Recover"/>.</summary>
    public static RobustMatrixResult Recover(Matrix matrix, RobustMatrixOptions options, bool[]? known = null, CancellationToken stop = default)
    {
        var problem = MatrixProblem.Of(matrix, options, known);
        using var off = Grad.Off();
        using var scope = Scope.Open();
        var (y, mask) = (problem.Values(), problem.Mask());
        var lambda = options.WeightFor(matrix.Rows, matrix.Columns, problem.Share);
        var norm = y.Norm().ToDouble();
        var sum = y.Abs().Sum().ToDouble();
        var mu = sum == 0 ? 1 : problem.Known.Count(isKnown => isKnown) / (4 * sum);
        Tensor low = Tensor.Zeros([.. y.Shape], ScalarType.Float64), sparse = low.Clone(), dual = low.Clone();
        var unknown = 1 - mask;

        var (iteration, residual) = (0, 1.0);
        while (iteration < options.Iterations && residual > options.Tolerance && norm > 0)
        {
            stop.ThrowIfCancellationRequested();
            using var round = Scope.Open();
            var (u, s, v) = MatrixProblem.Svd(y - sparse + dual / mu);
            low.CopyFrom((u * (s - 1 / mu).Clamp(minimum: 0)).MatMul(v));
            var rest = y - low + dual / mu;
            var shrunk = rest.Sign() * (rest.Abs() - lambda / mu).Clamp(minimum: 0);
            sparse.CopyFrom(shrunk * mask + rest * unknown);
            var gap = (y - low - sparse) * mask;
            dual.AddInPlace(gap, mu);
            residual = gap.Norm().ToDouble() / norm;
            iteration++;
        }
        return problem.Result(low, sparse * mask, iteration, norm == 0 ? 0 : residual, norm == 0 || residual <= options.Tolerance, lambda);
    }
}
