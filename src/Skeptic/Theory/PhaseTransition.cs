namespace Skeptic.Theory;

/// <summary>The grid of a phase-transition picture.</summary>
/// <param name="Samples">n.</param>
/// <param name="Ratios">n / p: observations over parameters of theta; below 1, J has full row rank.</param>
public sealed record PhaseGrid(int Samples, IReadOnlyList<double> Ratios, IReadOnlyList<double> Sparsities, int Repeats, double Lambda, double Gamma, ulong Seed)
{
    /// <summary>A repetition succeeds where theta and s are both this close to the truth, relative to its length.</summary>
    public double Success { get; init; } = 0.01;

    /// <summary>Of a descent; those that need more recover nothing in practice.</summary>
    public int MostSteps { get; init; } = 60_000;
}

/// <summary>Shares of repetitions that recovered (theta*, s*).</summary>
/// <param name="Agree">Share of repetitions in which both succeed or both fail.</param>
public sealed record PhaseCell(double Ratio, int Parameters, double Sparsity, double Programme, double Descent, double Agree);

/// <summary>Where recovery works: J is n by p with normal entries, and a share of the observations is corrupted.</summary>
public static class PhaseTransition
{
    /// <summary>The cells row by row, one after the other: all ratios of the first sparsity, then of the next.</summary>
    public static IEnumerable<PhaseCell> Run(PhaseGrid grid, CancellationToken cancel = default)
    {
        var options = new DescentOptions(DescentOptions.AlphaOf(grid.Lambda, grid.Gamma), grid.Gamma) { MostSteps = grid.MostSteps, Tolerance = 1e-6 };
        foreach (var sparsity in grid.Sparsities)
        {
            foreach (var ratio in grid.Ratios)
            {
                cancel.ThrowIfCancellationRequested();
                yield return Cell(grid, options, ratio, sparsity);
            }
        }
    }

    private static PhaseCell Cell(PhaseGrid grid, DescentOptions options, double ratio, double sparsity)
    {
        var shape = new LinearShape(grid.Samples, Math.Max(1, (int)Math.Round(grid.Samples / ratio)), 0, sparsity);
        var outcomes = Enumerable.Range(0, grid.Repeats).Select(i => LinearExperiment.Run(shape, options, grid.Seed + (ulong)i)).ToList();
        bool Programme(LinearOutcome one) => one.ProgrammeError.Larger <= grid.Success;
        bool Descent(LinearOutcome one) => one.Error.Larger <= grid.Success;
        double Share(Func<LinearOutcome, bool> succeeds) => outcomes.Count(succeeds) / (double)outcomes.Count;
        return new PhaseCell(ratio, shape.Parameters, sparsity, Share(Programme), Share(Descent), Share(one => Programme(one) == Descent(one)));
    }
}
