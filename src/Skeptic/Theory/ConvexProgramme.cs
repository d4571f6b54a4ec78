using MathNet.Numerics.LinearAlgebra;

namespace Skeptic.Theory;

/// <summary>A solution with its own certificate.</summary>
/// <param name="Nu">The dual solution <c>[n]</c>, |nu_i| at most lambda; theta = J^T nu.</param>
/// <param name="Gap">Primal minus dual objective: the solution's objective is above the optimum by this at most, and theta off by sqrt(2 gap) at most.</param>
/// <param name="Kkt">max_i |nu_i - clip(nu_i + s_i, -lambda, lambda)|, 0 at the optimum; the other conditions hold by construction.</param>
/// <param name="Sweeps">Steps of the interior-point method and passes over the coordinates.</param>
public sealed record ConvexSolution(Vector<double> Theta, Vector<double> S, Vector<double> Nu, double Objective, double Gap, double Kkt, int Sweeps);

/// <summary>
/// min 1/2 |theta|^2 + lambda |s|_1 subject to y = J theta + s. Its dual is max y^T nu - 1/2 |J^T nu|^2 over |nu_i| at most lambda, a quadratic programme
/// in a box: an interior-point method comes near, and from there coordinate ascent, which converges linearly (Luo and Tseng, On the convergence of the coordinate
/// descent method for convex differentiable minimization, 1992), finds the bounds exactly.
/// </summary>
public static class ConvexProgramme
{
    private const int CertifyEvery = 5, MostSweeps = 20_000;

    /// <param name="tolerance">Of gap and KKT residual, relative to 1 + objective and to 100 lambda; what rounding alone makes of them is added.</param>
    /// <exception cref="TheoryException">The tolerance was not reached.</exception>
    public static ConvexSolution Solve(Matrix<double> design, Vector<double> y, double lambda, double tolerance = 1e-12)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        var gram = design.Gram(y.Count);
        var rows = new SymmetricRows(gram);
        var (nu, steps) = BoxInteriorPoint.Solve(gram, y, lambda);
        for (var sweep = 1; sweep <= MostSweeps; sweep++)
        {
            // From nu itself at times: updates of the residual would pile up rounding.
            var s = Residual(rows, y, nu);
            Sweep(rows, nu, s, lambda);
            if (sweep % CertifyEvery != 0) continue;
            var solution = Certify(design, y, nu, lambda, steps + sweep);
            var (all, largest) = Rounding(gram, y, nu);
            if (solution.Gap <= tolerance * (1 + solution.Objective) + lambda * all && solution.Kkt <= tolerance * 100 * lambda + largest) return solution;
        }
        var last = Certify(design, y, nu, lambda, MostSweeps);
        throw new TheoryException($"the convex programme of {y.Count} observations has a gap of {last.Gap:0.0e0} after {MostSweeps} sweeps; J is too badly conditioned for lambda {lambda:0.###}");
    }

    private static Matrix<double> Gram(this Matrix<double> design, int samples) =>
        design.RowCount == samples ? design.TransposeAndMultiply(design) : throw new ArgumentException($"J has {design.RowCount} rows and y has {samples} numbers", nameof(design));

    private static double[] Residual(SymmetricRows gram, Vector<double> y, double[] nu)
    {
        var residual = new double[nu.Length];
        for (var i = 0; i < nu.Length; i++) residual[i] = y[i] - gram.Times(i, nu);
        return residual;
    }

    private static void Sweep(SymmetricRows gram, double[] nu, double[] residual, double lambda)
    {
        for (var i = 0; i < nu.Length; i++)
        {
            if (gram.Diagonal(i) <= 0) continue;
            var next = Math.Clamp(nu[i] + residual[i] / gram.Diagonal(i), -lambda, lambda);
            if (next == nu[i]) continue;
            gram.AddRow(i, nu[i] - next, residual);
            nu[i] = next;
        }
    }

    /// <summary>What double precision leaves of y - J J^T nu where it is 0, summed over the observations and at most.</summary>
    private static (double All, double Largest) Rounding(Matrix<double> gram, Vector<double> y, double[] nu)
    {
        const double Epsilon = 2.2e-16;
        var (all, largest) = (0.0, 0.0);
        for (var i = 0; i < nu.Length; i++)
        {
            var terms = Math.Abs(y[i]);
            for (var j = 0; j < nu.Length; j++) terms += Math.Abs(gram[i, j] * nu[j]);
            (all, largest) = (all + Epsilon * terms, Math.Max(largest, Epsilon * terms));
        }
        return (all, largest);
    }

    private static ConvexSolution Certify(Matrix<double> design, Vector<double> y, double[] dual, double lambda, int sweeps)
    {
        var nu = Vector<double>.Build.DenseOfArray(dual);
        var theta = design.TransposeThisAndMultiply(nu);
        var s = y - design * theta;
        // With theta = J^T nu the gap is this sum of terms that are never negative, so nothing cancels in it.
        var gap = s.Zip(nu, (si, n) => lambda * Math.Abs(si) - n * si).Sum();
        var kkt = s.Zip(nu, (si, n) => Math.Abs(n - Math.Clamp(n + si, -lambda, lambda))).Max();
        return new ConvexSolution(theta, s, nu, 0.5 * theta.DotProduct(theta) + lambda * s.L1Norm(), gap, kkt, sweeps);
    }
}
