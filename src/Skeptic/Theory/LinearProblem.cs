using MathNet.Numerics.LinearAlgebra;
using Skeptic.Randomness;

namespace Skeptic.Theory;

/// <summary>What a linear problem is drawn from.</summary>
/// <param name="Samples">n, the rows of J.</param>
/// <param name="Parameters">p, the columns of J.</param>
/// <param name="Rank">Of J, below n and p; 0 draws all entries of J from the normal distribution, which gives it full rank.</param>
/// <param name="Sparsity">Share of the n observations that are corrupted, in [0,1].</param>
public sealed record LinearShape(int Samples, int Parameters, int Rank, double Sparsity)
{
    /// <summary>Observations that are corrupted.</summary>
    public int Corrupted => (int)Math.Round(Sparsity * Samples);
}

/// <summary>y = J theta* + s*, s* sparse: what a linearised network sees of wrong labels.</summary>
/// <param name="J"><c>[n,p]</c></param>
/// <param name="TrueTheta"><c>[p]</c></param>
/// <param name="TrueS"><c>[n]</c></param>
public sealed record LinearProblem(Matrix<double> J, Vector<double> Y, Vector<double> TrueTheta, Vector<double> TrueS)
{
    private const double SmallestCorruption = 0.5, LargestCorruption = 1.5;

    /// <summary>
    /// Of a given rank r, J = sqrt(n/r) U V^T with orthonormal columns in U and V, and theta* lies in the row space: only that part is seen. Else the
    /// entries of J are standard normal. theta* has length 1; corruptions are of either sign and between 0.5 and 1.5 in size.
    /// </summary>
    public static LinearProblem Draw(LinearShape shape, RandomStream draws)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Parameters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Rank, Math.Min(shape.Samples, shape.Parameters));
        Matrix<double> design;
        Vector<double> theta;
        if (shape.Rank > 0)
        {
            var (left, right) = (Orthonormal(shape.Samples, shape.Rank, draws), Orthonormal(shape.Parameters, shape.Rank, draws));
            design = left.TransposeAndMultiply(right) * Math.Sqrt(shape.Samples / (double)shape.Rank);
            theta = right * Vector<double>.Build.Dense(shape.Rank, _ => draws.NextGaussian());
        }
        else
        {
            design = Matrix<double>.Build.Dense(shape.Samples, shape.Parameters, (_, _) => draws.NextGaussian());
            theta = Vector<double>.Build.Dense(shape.Parameters, _ => draws.NextGaussian());
        }
        theta /= theta.L2Norm();
        var corruption = Vector<double>.Build.Dense(shape.Samples);
        foreach (var i in draws.Permutation(shape.Samples)[..shape.Corrupted])
        {
            var size = SmallestCorruption + (LargestCorruption - SmallestCorruption) * draws.NextDouble();
            corruption[i] = draws.NextInt(2) == 0 ? -size : size;
        }
        return new LinearProblem(design, design * theta + corruption, theta, corruption);
    }

    /// <summary>The columns of a random orthonormal basis: <c>[rows,columns]</c>.</summary>
    private static Matrix<double> Orthonormal(int rows, int columns, RandomStream draws) =>
        Matrix<double>.Build.Dense(rows, columns, (_, _) => draws.NextGaussian()).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
}
