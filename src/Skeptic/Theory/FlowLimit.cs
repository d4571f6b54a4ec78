using MathNet.Numerics.LinearAlgebra;

namespace Skeptic.Theory;

/// <summary>
/// Where gradient flow, descent with steps that go to 0, ends: theta = J^T nu, s = 2 gamma^2 sinh(4 alpha nu), y = J theta + s. nu is the minimum of
/// 1/2 nu^T J J^T nu - y^T nu + sum_i 2 gamma^2 cosh(4 alpha nu_i) / (4 alpha), by Newton's method from the solution of a larger gamma with the same lambda.
/// </summary>
public static class FlowLimit
{
    private const int Stages = 24, MostSteps = 400;
    private const double LongestStep = 3; // Of 4 alpha nu: beyond, the exponential is far from its tangent.

    public static (Vector<double> Theta, Vector<double> S) Of(LinearProblem problem, double alpha, double gamma)
    {
        var gram = problem.J.TransposeAndMultiply(problem.J);
        var nu = Vector<double>.Build.Dense(problem.Y.Count);
        var lambda = -Math.Log(gamma) / (2 * alpha);
        for (var stage = 1; stage <= Stages; stage++)
        {
            var logarithm = Math.Log(gamma) * stage / Stages;
            nu = Newton(gram, problem.Y, nu, -logarithm / (2 * lambda), 2 * logarithm);
        }
        var scale = 4 * alpha;
        return (problem.J.TransposeThisAndMultiply(nu), nu.Map(value => Sinh(scale * value, 2 * Math.Log(gamma))));
    }

    /// <param name="squared">The logarithm of gamma squared.</param>
    private static Vector<double> Newton(Matrix<double> gram, Vector<double> y, Vector<double> nu, double alpha, double squared)
    {
        var scale = 4 * alpha;
        for (var step = 0; step < MostSteps; step++)
        {
            var gradient = gram * nu - y + nu.Map(value => Sinh(scale * value, squared));
            if (gradient.L2Norm() <= 1e-13 * y.L2Norm()) break;
            var hessian = gram.Clone();
            var floor = 1e-15 * gram.Diagonal().Maximum();
            for (var i = 0; i < nu.Count; i++) hessian[i, i] += scale * Cosh(scale * nu[i], squared) + floor;
            var move = hessian.LU().Solve(gradient);
            var longest = scale * move.AbsoluteMaximum();
            if (!double.IsFinite(longest)) break;
            nu -= move * Math.Min(1, LongestStep / longest);
        }
        return nu;
    }

    // 2 gamma^2 sinh(x) and cosh(x), where gamma^2 alone may be far below what a double holds.
    private static double Sinh(double x, double squared) => Math.Exp(x + squared) - Math.Exp(squared - x);

    private static double Cosh(double x, double squared) => Math.Exp(x + squared) + Math.Exp(squared - x);
}
