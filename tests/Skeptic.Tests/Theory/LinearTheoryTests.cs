using MathNet.Numerics.LinearAlgebra;
using Skeptic.Randomness;
using Skeptic.Theory;

namespace Skeptic.Tests.Theory;

/// <summary>The linear model where the answers are known.</summary>
public sealed class LinearTheoryTests
{
    // 100 observations of 150 parameters by a J of rank 5, 10 of them corrupted.
    private static readonly LinearShape s_sheet = new(100, 150, 5, 0.1);

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(10)]
    public void Descent_and_programme_agree_within_a_percent_and_both_find_the_truth(double lambda)
    {
        const double Gamma = 1e-8;
        var outcome = LinearExperiment.Run(s_sheet, new DescentOptions(DescentOptions.AlphaOf(lambda, Gamma), Gamma), seed: 1);
        Assert.InRange(outcome.Difference.Larger, 0, 0.01);
        Assert.InRange(outcome.Difference.Larger, 0, 1e-6); // In the regime of recovery it is far below the one percent.
        Assert.InRange(outcome.ProgrammeError.Larger, 0, 1e-9);
        Assert.InRange(outcome.Error.Larger, 0, 1e-6);
        Assert.Equal(lambda, outcome.Lambda, 12);
    }

    [Fact]
    public void A_lambda_too_small_recovers_nothing()
    {
        var problem = LinearProblem.Draw(s_sheet, new RandomStream(1));
        var solution = ConvexProgramme.Solve(problem.J, problem.Y, 0.01);
        Assert.True((solution.S - problem.TrueS).L2Norm() > 0.1 * problem.TrueS.L2Norm());
        Assert.InRange(solution.Gap, 0, 1e-11);
    }

    [Fact]
    public void Of_full_rank_the_difference_halves_when_gamma_is_squared()
    {
        var shape = new LinearShape(30, 45, 0, 0.1);
        double Difference(double gamma) => LinearExperiment.Run(shape, new DescentOptions(DescentOptions.AlphaOf(0.02, gamma), gamma) { MostSteps = 1 }, 1, flow: true).FlowDifference!.S;
        Assert.InRange(Difference(1e-8) / Difference(1e-16), 1.8, 2.2);
        Assert.InRange(Difference(1e-16) / Difference(1e-32), 1.8, 2.2);
    }

    /// <summary>One observation, J = a: the solution is soft thresholding, |theta| at most a lambda.</summary>
    [Theory]
    [InlineData(1, 2, 0.5, 0.5, 1.5)]
    [InlineData(1, 0.2, 0.5, 0.2, 0)]
    [InlineData(2, -4, 0.25, -0.5, -3)]
    public void One_observation_is_thresholded(double a, double y, double lambda, double theta, double s)
    {
        var solution = ConvexProgramme.Solve(Matrix<double>.Build.Dense(1, 1, a), Vector<double>.Build.Dense(1, y), lambda);
        Near.Equal([theta, s], [solution.Theta[0], solution.S[0]], "theta and s", Tolerance.Formula);
    }

    [Fact]
    public void The_solution_satisfies_the_optimality_conditions()
    {
        var problem = LinearProblem.Draw(new LinearShape(40, 60, 0, 0.2), new RandomStream(3));
        const double Lambda = 0.02;
        var solution = ConvexProgramme.Solve(problem.J, problem.Y, Lambda);
        Assert.True((problem.J * solution.Theta + solution.S - problem.Y).L2Norm() < 1e-12);
        Assert.True((problem.J.TransposeThisAndMultiply(solution.Nu) - solution.Theta).L2Norm() < 1e-12);
        Assert.All(solution.Nu, value => Assert.InRange(value, -Lambda, Lambda));
        foreach (var (s, nu) in solution.S.Zip(solution.Nu))
            Assert.True(Math.Abs(s) < 1e-9 || Math.Abs(nu - Lambda * Math.Sign(s)) < 1e-9, $"s is {s} where nu is {nu}");
        Assert.Contains(solution.S, value => Math.Abs(value) < 1e-9);
        Assert.Contains(solution.S, value => Math.Abs(value) > 1e-3);
        Assert.InRange(solution.Kkt, 0, 1e-10);
    }

    [Fact]
    public void A_drawn_problem_is_what_was_asked_for()
    {
        var problem = LinearProblem.Draw(s_sheet, new RandomStream(7));
        Assert.Equal(5, problem.J.Svd(false).S.Count(value => value > 1e-9));
        Assert.Equal(100, problem.J.FrobeniusNorm() * problem.J.FrobeniusNorm(), 6);
        Assert.Equal(10, problem.TrueS.Count(value => value != 0));
        Assert.All(problem.TrueS.Where(value => value != 0), value => Assert.InRange(Math.Abs(value), 0.5, 1.5));
        Assert.Equal(1, problem.TrueTheta.L2Norm(), 12);
        Assert.Equal(problem.Y, LinearProblem.Draw(s_sheet, new RandomStream(7)).Y);
    }

    [Fact]
    public void Recovery_works_with_many_observations_and_fails_where_J_has_full_row_rank()
    {
        var cells = PhaseTransition.Run(new PhaseGrid(30, [0.5, 5], [0.1, 0.5], 3, 10, 1e-8, 1) { MostSteps = 20_000 }).ToList();
        Assert.Equal([(0.5, 60, 0.1), (5, 6, 0.1), (0.5, 60, 0.5), (5, 6, 0.5)], cells.Select(cell => (cell.Ratio, cell.Parameters, cell.Sparsity)));
        Assert.Equal((1, 1), (cells[1].Programme, cells[1].Descent));
        Assert.All(new[] { cells[0], cells[2] }, cell => Assert.Equal((0, 0), (cell.Programme, cell.Descent)));
        Assert.All(cells.Where(cell => cell.Sparsity == 0.1), cell => Assert.Equal(1, cell.Agree));
    }

    [Fact]
    public void Square_designs_that_are_nearly_singular_are_solved_to_the_last_digits()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var problem = LinearProblem.Draw(new LinearShape(40, 40, 0, 0.05), RandomStream.Derive(seed, "square"));
            var solution = ConvexProgramme.Solve(problem.J, problem.Y, 10);
            Assert.InRange(solution.Gap, 0, 1e-10 * (1 + solution.Objective));
            Assert.InRange(solution.Sweeps, 1, 2_000);
        }
    }

    [Fact]
    public void A_step_too_large_is_told() =>
        Assert.Contains("smaller steps", Assert.Throws<TheoryException>(() => LinearExperiment.Run(s_sheet, new DescentOptions(9, 1e-8) { Tau = 1 }, 1)).Message, StringComparison.Ordinal);
}
