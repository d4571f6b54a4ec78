using Skeptic.Randomness;

namespace Skeptic.Recovery;

/// <summary>One drawn matrix recovered by both methods.</summary>
/// <param name="Double">Relative error of the low-rank part by double over-parameterisation.</param>
/// <param name="Pursuit">The same by principal component pursuit.</param>
public sealed record PhaseCell(int Rank, double Sparsity, double Double, double Pursuit);

/// <summary>
/// Where recovery works: matrices A B' + S, where A and B are n x r of standard normal numbers and S has entries of random sign and of three times
/// the deviation of A B' at random places.
/// </summary>
public static class PhaseGrid
{
    /// <param name="rank">At least 1.</param>
    /// <param name="sparsity">Probability of an entry to be wrong.</param>
    /// <returns>The matrix and its low-rank part.</returns>
    public static (Matrix Corrupted, Matrix LowRank) Draw(int size, int rank, double sparsity, ulong seed)
    {
        var random = RandomStream.Derive(seed, "recovery.matrix", size, rank, (long)Math.Round(1e6 * sparsity));
        double[] Factor() => [.. Enumerable.Range(0, size * rank).Select(_ => random.NextGaussian())];
        var (a, b) = (Factor(), Factor());
        var low = new double[size * size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                for (var k = 0; k < rank; k++) low[i * size + j] += a[i * rank + k] * b[j * rank + k];
        var wrong = 3 * Math.Sqrt(rank);
        var corrupted = Array.ConvertAll(low, value => random.NextDouble() < sparsity ? value + (random.NextInt(2) == 0 ? wrong : -wrong) : value);
        return (new(size, size, corrupted), new(size, size, low));
    }

    /// <summary>Cells in order of sparsity, then rank: both from 5 to 45 % by steps of 5 %.</summary>
    public static IEnumerable<PhaseCell> Run(int size, RobustMatrixOptions options, CancellationToken stop)
    {
        for (var row = 1; row <= 9; row++)
            for (var column = 1; column <= 9; column++)
            {
                var (sparsity, rank) = (0.05 * row, Math.Max(1, (int)Math.Round(0.05 * column * size)));
                var (corrupted, low) = Draw(size, rank, sparsity, options.Seed);
                yield return new(rank, sparsity, RobustMatrix.Recover(corrupted, options, stop: stop).Error(low), PrincipalComponentPursuit.Recover(corrupted, options, stop: stop).Error(low));
            }
    }
}
