using MathNet.Numerics.LinearAlgebra;

namespace Skeptic.Theory;

/// <summary>
/// max y^T nu - 1/2 nu^T G nu over |nu_i| at most lambda by a primal-dual interior-point method with Mehrotra's predictor and corrector (Nocedal and Wright,
/// Numerical Optimization, 2nd edition, section 16.6). A few dozen Cholesky factorisations however badly G is conditioned, since the barrier adds to its diagonal.
/// </summary>
internal static class BoxInteriorPoint
{
    private const int MostSteps = 200, MostIdle = 4;
    private const double ToTheWall = 0.995;

    /// <summary>A point strictly inside the box, as near to the solution as rounding allows, and the steps it took.</summary>
    public static (double[] Nu, int Steps) Solve(Matrix<double> gram, Vector<double> y, double lambda)
    {
        var n = y.Count;
        // In units of lambda: x = nu / lambda in [-1, 1], scaled so that the linear part is of size 1.
        var scale = Math.Max(y.AbsoluteMaximum() * lambda, double.Epsilon);
        var (g, c) = (gram * (lambda * lambda / scale), y * (lambda / scale));
        var x = Vector<double>.Build.Dense(n);
        var (low, high) = (Vector<double>.Build.Dense(n, 1), Vector<double>.Build.Dense(n, 1));
        var best = (X: x, Gap: double.PositiveInfinity);
        var (steps, idle) = (0, 0);
        for (; steps < MostSteps && idle < MostIdle; steps++)
        {
            var slope = g * x - c;
            var gap = Gap(slope, x);
            idle = gap < 0.9 * best.Gap ? 0 : idle + 1;
            if (gap < best.Gap) best = (x, gap);
            var (a, b) = (x + 1, 1 - x);
            if (Math.Min(a.Minimum(), b.Minimum()) <= 0) break; // On a bound, as near to it as the numbers are.
            var mu = (a.DotProduct(low) + b.DotProduct(high)) / (2 * n);
            var system = g.Clone();
            for (var i = 0; i < n; i++) system[i, i] += low[i] / a[i] + high[i] / b[i];
            if (!TryFactor(system, out var factor)) break;

            var dual = slope - low + high;
            var guess = Direction(factor!, dual, a, b, low, high, a.PointwiseMultiply(low), b.PointwiseMultiply(high));
            var length = Length(a, b, low, high, guess, 1);
            var after = ((a + length * guess.X).DotProduct(low + length * guess.Low) + (b - length * guess.X).DotProduct(high + length * guess.High)) / (2 * n);
            var target = mu * Math.Pow(after / mu, 3);
            var step = Direction(factor!, dual, a, b, low, high,
                a.PointwiseMultiply(low) + guess.X.PointwiseMultiply(guess.Low) - target, b.PointwiseMultiply(high) - guess.X.PointwiseMultiply(guess.High) - target);
            length = Length(a, b, low, high, step, ToTheWall);
            if (length < 1e-12) break;
            (x, low, high) = (x + length * step.X, low + length * step.Low, high + length * step.High);
        }
        return ([.. best.X * lambda], steps);
    }

    /// <summary>Sum of |s| - x s with s = -slope: what the point is away from the optimum, in the scaled objective.</summary>
    private static double Gap(Vector<double> slope, Vector<double> x) => slope.Zip(x, (s, at) => Math.Abs(s) + at * s).Sum();

    private static bool TryFactor(Matrix<double> system, out MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double>? factor)
    {
        try
        {
            factor = system.Cholesky();
            return true;
        }
        catch (ArgumentException)
        {
            factor = null; // Not positive definite any more: rounding has the last word.
            return false;
        }
    }

    /// <param name="atLow">What a times low is above its target; so of high.</param>
    private static (Vector<double> X, Vector<double> Low, Vector<double> High) Direction(MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> factor, Vector<double> dual,
        Vector<double> a, Vector<double> b, Vector<double> low, Vector<double> high, Vector<double> atLow, Vector<double> atHigh)
    {
        var x = factor.Solve(-dual - atLow.PointwiseDivide(a) + atHigh.PointwiseDivide(b));
        return (x, -(atLow + low.PointwiseMultiply(x)).PointwiseDivide(a), -(atHigh - high.PointwiseMultiply(x)).PointwiseDivide(b));
    }

    /// <summary>How far all four stay positive, times <paramref name="share"/>, at most 1.</summary>
    private static double Length(Vector<double> a, Vector<double> b, Vector<double> low, Vector<double> high, (Vector<double> X, Vector<double> Low, Vector<double> High) step, double share)
    {
        var most = 1 / share;
        for (var i = 0; i < a.Count; i++)
        {
            if (step.X[i] < 0) most = Math.Min(most, -a[i] / step.X[i]);
            if (step.X[i] > 0) most = Math.Min(most, b[i] / step.X[i]);
            if (step.Low[i] < 0) most = Math.Min(most, -low[i] / step.Low[i]);
            if (step.High[i] < 0) most = Math.Min(most, -high[i] / step.High[i]);
        }
        return share * most;
    }
}
