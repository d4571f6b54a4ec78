using MathNet.Numerics.LinearAlgebra;
using Skeptic.Randomness;

namespace Skeptic.Theory;

/// <summary>How far two pairs (theta, s) lie apart, each relative to the length of the second.</summary>
public sealed record PairDistance(double Theta, double S)
{
    public double Larger => Math.Max(Theta, S);

    internal static PairDistance Of((Vector<double> Theta, Vector<double> S) pair, (Vector<double> Theta, Vector<double> S) from) =>
        new(Relative(pair.Theta, from.Theta), Relative(pair.S, from.S));

    private static double Relative(Vector<double> a, Vector<double> b) => b.L2Norm() is > 0 and var length ? (a - b).L2Norm() / length : (a - b).L2Norm();
}

/// <summary>Gradient descent and the convex programme on one problem.</summary>
public sealed record LinearOutcome
{
    public required LinearShape Shape { get; init; }

    public required double Alpha { get; init; }

    public required double Gamma { get; init; }

    public required double Lambda { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Descent against the programme.</summary>
    public required PairDistance Difference { get; init; }

    /// <summary>The limit of gradient flow against the programme: what is left of the difference with steps that go to 0.</summary>
    public PairDistance? FlowDifference { get; init; }

    /// <summary>Descent against (theta*, s*).</summary>
    public required PairDistance Error { get; init; }

    /// <summary>The programme against (theta*, s*).</summary>
    public required PairDistance ProgrammeError { get; init; }

    public required int Steps { get; init; }

    /// <summary>|J theta + s - y| / |y| of the descent.</summary>
    public required double Residual { get; init; }

    /// <summary>Duality gap of the programme's solution.</summary>
    public required double Gap { get; init; }

    public required double Kkt { get; init; }
}

/// <summary>The theory's claim, tried: Liu, Zhu, Qu and You, Robust training under label noise by over-parameterization, ICML 2022, section 3.</summary>
public static class LinearExperiment
{
    /// <param name="seed">Draws the problem; equal seeds and shapes give the same one for every alpha and gamma.</param>
    /// <param name="flow">Whether the limit of gradient flow is computed too.</param>
    public static LinearOutcome Run(LinearShape shape, DescentOptions options, ulong seed, bool flow = false)
    {
        var problem = LinearProblem.Draw(shape, RandomStream.Derive(seed, "linear theory", shape.Samples, shape.Parameters, shape.Rank, shape.Corrupted));
        return Run(problem, options, flow) with { Shape = shape, Seed = seed };
    }

    public static LinearOutcome Run(LinearProblem problem, DescentOptions options, bool flow = false)
    {
        var lambda = options.Lambda;
        var programme = ConvexProgramme.Solve(problem.J, problem.Y, lambda);
        var descent = LinearDescent.Run(problem, options);
        var (truth, optimum) = ((problem.TrueTheta, problem.TrueS), (programme.Theta, programme.S));
        return new LinearOutcome
        {
            Shape = new LinearShape(problem.J.RowCount, problem.J.ColumnCount, 0, problem.TrueS.Count(value => value != 0) / (double)problem.Y.Count),
            Alpha = options.Alpha, Gamma = options.Gamma, Lambda = lambda, Seed = 0,
            Difference = PairDistance.Of((descent.Theta, descent.S), optimum),
            FlowDifference = flow ? PairDistance.Of(FlowLimit.Of(problem, options.Alpha, options.Gamma), optimum) : null,
            Error = PairDistance.Of((descent.Theta, descent.S), truth),
            ProgrammeError = PairDistance.Of(optimum, truth),
            Steps = descent.Steps, Residual = descent.Residual, Gap = programme.Gap, Kkt = programme.Kkt,
        };
    }
}
