using MathNet.Numerics.LinearAlgebra;
using Skeptic.Theory;

namespace Skeptic.Tests;

/// <summary>The linear model of over-parameterisation: convex programme, limit of gradient flow and gradient descent, each computed independently.</summary>
internal static class LinearTheoryGolden
{
    internal static void Case(GoldenCase golden)
    {
        var (given, wanted) = (golden.Json.GetProperty("inputs"), golden.Json.GetProperty("outputs"));
        var design = given.Numbers("J");
        var problem = new LinearProblem(
            Matrix<double>.Build.DenseOfRowMajor((int)design.Shape[0], (int)design.Shape[1], design.Items),
            Dense(given.Doubles("y")), Dense(given.Doubles("theta_star")), Dense(given.Doubles("s_star")));
        var options = new DescentOptions(given.Double("alpha"), given.Double("gamma")) { Tau = given.Double("tau"), MostSteps = given.Integer("gd_steps"), Tolerance = 0 };
        Near.Equal(given.Double("lam"), options.Lambda, "lambda", Tolerance.Formula);

        var programme = ConvexProgramme.Solve(problem.J, problem.Y, options.Lambda);
        Near.Equal(wanted.Doubles("cvx_theta"), [.. programme.Theta], "programme: theta", new Tolerance(1e-9, 1e-9));
        Near.Equal(wanted.Doubles("cvx_s"), [.. programme.S], "programme: s", new Tolerance(1e-9, 1e-9));
        Assert.InRange(programme.Gap, -1e-12, 1e-11);

        var (flowTheta, flowS) = FlowLimit.Of(problem, options.Alpha, options.Gamma);
        Near.Equal(wanted.Doubles("flow_limit_theta"), [.. flowTheta], "flow: theta", new Tolerance(1e-6, 1e-9));
        Near.Equal(wanted.Doubles("flow_limit_s"), [.. flowS], "flow: s", new Tolerance(1e-6, 1e-9));

        var descent = LinearDescent.Run(problem, options);
        Assert.Equal(options.MostSteps, descent.Steps);
        Near.Equal(wanted.Doubles("gd_theta"), [.. descent.Theta], "descent: theta", new Tolerance(1e-8, 1e-10));
        Near.Equal(wanted.Doubles("gd_s"), [.. descent.S], "descent: s", new Tolerance(1e-8, 1e-10));

        var outcome = LinearExperiment.Run(problem, options, flow: true);
        var differences = wanted.GetProperty("reldiff");
        var tolerance = new Tolerance(1e-3, 1e-8);
        Near.Equal([differences.Double("gd_vs_cvx_theta"), differences.Double("gd_vs_cvx_s")], [outcome.Difference.Theta, outcome.Difference.S], "descent and programme", tolerance);
        Near.Equal([differences.Double("flow_vs_cvx_theta"), differences.Double("flow_vs_cvx_s")], [outcome.FlowDifference!.Theta, outcome.FlowDifference.S], "flow and programme", tolerance);
        Near.Equal([differences.Double("cvx_vs_true_theta"), differences.Double("cvx_vs_true_s")], [outcome.ProgrammeError.Theta, outcome.ProgrammeError.S], "programme and truth", tolerance);
    }

    private static Vector<double> Dense(double[] items) => Vector<double>.Build.DenseOfArray(items);
}
