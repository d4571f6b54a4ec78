using Skeptic.Settings;

namespace Skeptic.Recovery;

/// <summary>How a matrix is taken apart. Neither its rank nor the number of its wrong entries is asked for.</summary>
public sealed record RobustMatrixOptions
{
    [Option("take the matrix for U U' (symmetric, no negative eigenvalue) in place of U V'")]
    public bool Symmetric { get; init; }

    [Option("weight of the sparse part; none: 1 / sqrt(longer side times the share of known entries)", Minimum = 0, Above = true)]
    public double? Lambda { get; init; }

    [Option("size of the start of all factors, for a matrix scaled to norm 1", Minimum = 0, Above = true, Maximum = 0.1)]
    public double Init { get; init; } = 1e-16;

    [Option("share of the largest step that is safe", Minimum = 0, Above = true, Maximum = 1)]
    public double Step { get; init; } = 1;

    [Option("steps at most", Minimum = 1, Maximum = 10_000_000)]
    public int Iterations { get; init; } = 5000;

    [Option("what may remain unexplained, as a share of the matrix", Minimum = 0, Above = true, Maximum = 1)]
    public double Tolerance { get; init; } = 1e-6;

    [Option("seed of the start")]
    public ulong Seed { get; init; } = 1;

    /// <summary>The weight in force for a matrix of this size.</summary>
    internal double WeightFor(int rows, int columns, double known) => Lambda ?? 1 / Math.Sqrt(Math.Max(rows, columns) * known);
}
