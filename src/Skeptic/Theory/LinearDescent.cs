using MathNet.Numerics.LinearAlgebra;

namespace Skeptic.Theory;

/// <param name="Alpha">The learning rate of u and v is alpha times that of theta.</param>
/// <param name="Gamma">Where every u_i and v_i starts; theta starts at 0.</param>
public sealed record DescentOptions(double Alpha, double Gamma)
{
    /// <summary>tau = this / (|J|^2 + 8 alpha max|y|); updates of u and v multiply, so it wants to be far below 1.</summary>
    public double Caution { get; init; } = 0.1;

    /// <summary>The rate itself, in place of <see cref="Caution"/>.</summary>
    public double? Tau { get; init; }

    public int MostSteps { get; init; } = 400_000;

    /// <summary>Of |J theta + s - y| / |y|: ends the descent.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The lambda that the programme needs to have the same solution: -ln gamma / (2 alpha).</summary>
    public double Lambda => -Math.Log(Gamma) / (2 * Alpha);

    /// <summary>The alpha that belongs to a lambda.</summary>
    public static double AlphaOf(double lambda, double gamma) => -Math.Log(gamma) / (2 * lambda);
}

/// <param name="Residual">|J theta + s - y| / |y| where it ended.</param>
public sealed record DescentResult(Vector<double> Theta, Vector<double> S, int Steps, double Residual, double Tau);

/// <summary>
/// Gradient descent on 1/2 |J theta + u.u - v.v - y|^2 over theta, u and v. With r the residual: theta moves by -tau J^T r, u becomes u (1 - 2 alpha tau r) and v
/// becomes v (1 + 2 alpha tau r).
/// </summary>
/// <remarks>From 0, theta is J^T nu at every step, nu being minus tau times the sum of the residuals, so a step costs one product with J J^T.</remarks>
public static class LinearDescent
{
    private const int CheckEvery = 500;

    public static DescentResult Run(LinearProblem problem, DescentOptions options)
    {
        var (design, y) = (problem.J, problem.Y);
        var gram = new SymmetricRows(design.TransposeAndMultiply(design));
        var n = y.Count;
        var tau = options.Tau ?? options.Caution / (SquaredNorm(design) + 8 * options.Alpha * y.AbsoluteMaximum());
        var (nu, u, v, residual) = (new double[n], new double[n], new double[n], new double[n]);
        Array.Fill(u, options.Gamma);
        Array.Fill(v, options.Gamma);
        var rate = 2 * options.Alpha * tau;
        var length = y.L2Norm();
        var step = 0;
        while (true)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++)
            {
                residual[i] = gram.Times(i, nu) + u[i] * u[i] - v[i] * v[i] - y[i];
                sum += residual[i] * residual[i];
            }
            if (!double.IsFinite(sum)) throw new TheoryException($"gradient descent left all bounds at alpha {options.Alpha:G4} after {step} steps of size {tau:0.0e0}; it wants smaller steps");
            var relative = Math.Sqrt(sum) / length;
            if (step == options.MostSteps || (step % CheckEvery == 0 && relative <= options.Tolerance))
                return new DescentResult(design.TransposeThisAndMultiply(Vector<double>.Build.DenseOfArray(nu)), Vector<double>.Build.Dense(n, i => u[i] * u[i] - v[i] * v[i]), step, relative, tau);
            for (var i = 0; i < n; i++)
            {
                nu[i] -= tau * residual[i];
                u[i] *= 1 - rate * residual[i];
                v[i] *= 1 + rate * residual[i];
            }
            step++;
        }
    }

    /// <summary>The largest singular value, squared.</summary>
    private static double SquaredNorm(Matrix<double> design)
    {
        var gram = design.RowCount <= design.ColumnCount ? design.TransposeAndMultiply(design) : design.TransposeThisAndMultiply(design);
        return gram.Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real);
    }
}
