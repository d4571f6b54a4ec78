using Skeptic.Experiments;
using Skeptic.Theory;

namespace Skeptic.Cli.Theory;

/// <summary>What <c>skeptic theory linear</c> found, as a table and as a figure.</summary>
internal static class LinearTable
{
    private const double Least = 1e-16;

    private static readonly (string Name, Func<LinearOutcome, double> Of)[] s_axes =
    [
        ("gamma", one => one.Gamma), ("lambda", one => one.Lambda), ("sparsity", one => one.Shape.Sparsity), ("samples", one => one.Shape.Samples),
    ];

    public static TextTable Of(IReadOnlyList<LinearOutcome> outcomes) => new(
        [
            "samples", "parameters", "rank", "sparsity", "gamma", "alpha", "lambda", "seed", "difference-theta", "difference-s", "flow-theta", "flow-s",
            "error-theta", "error-s", "programme-theta", "programme-s", "steps", "residual", "gap", "kkt",
        ],
        [
            .. outcomes.Select(one => (IReadOnlyList<object?>)
            [
                one.Shape.Samples, one.Shape.Parameters, one.Shape.Rank == 0 ? "full" : $"{one.Shape.Rank}", one.Shape.Sparsity, one.Gamma, one.Alpha, one.Lambda, (int)one.Seed,
                one.Difference.Theta, one.Difference.S, one.FlowDifference?.Theta, one.FlowDifference?.S, one.Error.Theta, one.Error.S,
                one.ProgrammeError.Theta, one.ProgrammeError.S, one.Steps, one.Residual, one.Gap, one.Kkt,
            ]),
        ]);

    /// <summary>The columns that fit on a screen.</summary>
    public static TextTable Narrow(IReadOnlyList<LinearOutcome> outcomes) => new(
        ["n:p:rank", "sparsity", "gamma", "alpha", "lambda", "d theta", "d s", "flow d s", "to truth", "programme", "steps", "gap"],
        [
            .. outcomes.Select(one => (IReadOnlyList<object?>)
            [
                $"{one.Shape.Samples}:{one.Shape.Parameters}:{(one.Shape.Rank == 0 ? "full" : one.Shape.Rank)}", one.Shape.Sparsity, one.Gamma, one.Alpha, one.Lambda,
                one.Difference.Theta, one.Difference.S, one.FlowDifference?.S, one.Error.Larger, one.ProgrammeError.Larger, one.Steps, one.Gap,
            ]),
        ]);

    public static Plot Plot(IReadOnlyList<LinearOutcome> outcomes)
    {
        var axis = s_axes.FirstOrDefault(axis => outcomes.Select(axis.Of).Distinct().Count() > 1, s_axes[1]);
        var by = s_axes.Where(other => other.Name != axis.Name && outcomes.Select(other.Of).Distinct().Count() > 1).ToList();
        var groups = outcomes.GroupBy(one => string.Join(", ", by.Select(other => $"{other.Name} {Lists.Text(other.Of(one))}"))).ToList();
        PlotPanel Panel(string title, params (string Name, Func<LinearOutcome, double?> Of)[] lines) => new(
            title, axis.Name, "log10 of the relative distance",
            [
                .. groups.Index().SelectMany(group => lines.Index().Select(line => new PlotLine(
                    $"{line.Item.Name}{(group.Item.Key.Length > 0 ? $", {group.Item.Key}" : "")}", Points(group.Item, axis.Of, line.Item.Of), groups.Count > 1 ? group.Index : line.Index, groups.Count > 1 ? line.Index : 0))),
            ], outcomes.Min(axis.Of) > 0 && outcomes.Max(axis.Of) >= 10 * outcomes.Min(axis.Of));
        var shape = outcomes[0].Shape;
        return new Plot(
            "linear", "Gradient descent with discrepant learning rates against the convex programme",
            $"y = J theta + s with {shape.Samples} observations, {shape.Parameters} parameters, J of {(shape.Rank == 0 ? "full rank" : $"rank {shape.Rank}")}, {shape.Corrupted} observations corrupted; lambda = -ln gamma / (2 alpha). "
            + "Distances are relative to the length of the solution that is named second; lines are means over seeds of the logarithm, bands its standard deviation.",
            [
                Panel("from the programme's solution", ("descent: theta", one => one.Difference.Theta), ("descent: s", one => one.Difference.S), ("gradient flow's limit: s", one => one.FlowDifference?.S)),
                Panel("from the truth", ("descent: s", one => one.Error.S), ("programme: s", one => one.ProgrammeError.S)),
            ]);
    }

    private static List<PlotPoint> Points(IEnumerable<LinearOutcome> outcomes, Func<LinearOutcome, double> x, Func<LinearOutcome, double?> y) =>
    [
        .. outcomes.Where(one => y(one) is not null).GroupBy(x).OrderBy(group => group.Key).Select(group =>
        {
            var summary = Statistics.Summary.Of([.. group.Select(one => Math.Log10(Math.Max(y(one)!.Value, Least)))]);
            return new PlotPoint(group.Key, summary.Mean, summary.StandardDeviation);
        }),
    ];

    public static TextTable Of(IReadOnlyList<PhaseCell> cells) => new(
        ["ratio", "parameters", "sparsity", "programme", "descent", "agree"],
        [.. cells.Select(cell => (IReadOnlyList<object?>)[cell.Ratio, cell.Parameters, cell.Sparsity, cell.Programme, cell.Descent, cell.Agree])]);
}
