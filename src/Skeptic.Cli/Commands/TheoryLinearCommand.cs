using System.CommandLine;
using System.Globalization;
using Skeptic.Cli.Plots;
using Skeptic.Cli.Theory;
using Skeptic.Theory;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic theory linear</c>: gradient descent with discrepant learning rates against the convex programme.</summary>
internal static class TheoryLinearCommand
{
    private const string Lambdas = "0.1,0.3,1,3,10", Gammas = "1e-8", Sparsities = "0.1", Sizes = "100:150", PhaseLambda = "10";
    private const string Ratios = "0.5,0.8,1,1.25,1.5,2,2.5,3,4,6,8", PhaseSparsities = "0.05,0.1,0.15,0.2,0.25,0.3,0.35,0.4,0.45,0.5";
    private const int PhaseSamples = 40;

    private static readonly Option<string> s_alpha = new("--alpha") { Description = "learning rates of u and v over that of theta; each has the lambda -ln gamma / (2 alpha)", HelpName = "LIST" };
    private static readonly Option<string> s_lambda = new("--lambda") { Description = $"the programme's lambda, in place of --alpha [default: {Lambdas}; with --phase: {PhaseLambda}]", HelpName = "LIST" };
    private static readonly Option<string> s_gamma = new("--gamma") { Description = $"where u and v start [default: {Gammas}]", HelpName = "LIST" };
    private static readonly Option<string> s_sparsity = new("--sparsity") { Description = $"shares of observations that are corrupted [default: {Sparsities}; with --phase: 0.05 to 0.5]", HelpName = "LIST" };
    private static readonly Option<string> s_size = new("--size") { Description = $"observations and parameters, n:p [default: {Sizes}]; with --phase n alone [default: {PhaseSamples}]", HelpName = "LIST" };
    private static readonly Option<string> s_rank = new("--rank") { Description = "rank of J, or full [default: 5]", HelpName = "R" };
    private static readonly Option<string> s_repeats = new("--repeats") { Description = "problems of every kind, with seeds that follow one another [default: 1; with --phase: 10]", HelpName = "N" };
    private static readonly Option<string> s_seed = new("--seed") { Description = "the first seed [default: 1]", HelpName = "N" };
    private static readonly Option<bool> s_phase = new("--phase") { Description = "where recovery works: sparsity against n/p, the share of problems that were recovered" };
    private static readonly Option<string> s_ratio = new("--ratio") { Description = "with --phase: the n/p [default: 0.5 to 8]", HelpName = "LIST" };
    private static readonly Option<string> s_to = new("--to") { Description = "write table and figure into this folder too: CSV, JSON and SVG", HelpName = "DIR" };
    private static readonly Option<string> s_format = new("--format") { Description = $"{string.Join(", ", TextTable.Formats)} [default: text]", HelpName = "NAME" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("linear", "Gradient descent on y = J theta + u.u - v.v against min 1/2 |theta|^2 + lambda |s|_1.",
            "skeptic theory linear",
            "skeptic theory linear --lambda 1 --gamma 1e-2,1e-4,1e-8,1e-16 --size 60:90 --rank full",
            "skeptic theory linear --phase --to figures");
        foreach (var option in new Option[] { s_alpha, s_lambda, s_gamma, s_sparsity, s_size, s_rank, s_repeats, s_seed, s_phase, s_ratio, s_to, s_format }) command.Add(option);
        command.SetAction(parsed => parsed.GetValue(s_phase) ? Phase(parsed, terminal) : Sweep(parsed, terminal));
        return command;
    }

    private static int Sweep(ParseResult parsed, Terminal terminal)
    {
        var format = Lists.Format(parsed.GetValue(s_format), TextTable.Formats);
        if (parsed.GetValue(s_ratio) is not null) throw new UsageException("--ratio belongs to --phase; the sizes of a sweep are those of --size");
        var (alphas, lambdas) = (parsed.GetValue(s_alpha), parsed.GetValue(s_lambda));
        if (alphas is not null && lambdas is not null) throw new UsageException("--alpha and --lambda say the same, lambda = -ln gamma / (2 alpha); give one of them");
        var strengths = alphas is null ? Lists.Numbers("--lambda", lambdas, Lambdas, 0) : Lists.Numbers("--alpha", alphas, "", 0);
        var gammas = Lists.Numbers("--gamma", parsed.GetValue(s_gamma), Gammas, 0, 0.5);
        var sparsities = Lists.Numbers("--sparsity", parsed.GetValue(s_sparsity), Sparsities, 0, 1);
        var sizes = (parsed.GetValue(s_size) ?? Sizes).Split(',').Select(Size).ToList();
        var rank = parsed.GetValue(s_rank) == "full" ? 0 : WholeNumber.Of("--rank", parsed.GetValue(s_rank), 5, 1, 10_000);
        if (sizes.FirstOrDefault(size => rank > Math.Min(size.Samples, size.Parameters)) is { Samples: > 0 } small)
            throw new UsageException($"--rank is {rank}, and a J of {small.Samples} by {small.Parameters} has at most rank {Math.Min(small.Samples, small.Parameters)}; write full, or a smaller one");
        var (seed, repeats) = (WholeNumber.Of("--seed", parsed.GetValue(s_seed), 1, 0, int.MaxValue), WholeNumber.Of("--repeats", parsed.GetValue(s_repeats), 1, 1, 1000));
        var outcomes = (
            from size in sizes
            from sparsity in sparsities
            from gamma in gammas
            from strength in strengths
            from repeat in Enumerable.Range(0, repeats)
            let options = new DescentOptions(alphas is null ? DescentOptions.AlphaOf(strength, gamma) : strength, gamma)
            select LinearExperiment.Run(new LinearShape(size.Samples, size.Parameters, rank, sparsity), options, (ulong)(seed + repeat), flow: true)).ToList();
        var table = LinearTable.Of(outcomes);
        (format == "text" ? LinearTable.Narrow(outcomes) : table).Write(terminal.Output, format);
        if (parsed.GetValue(s_to) is { } folder)
            TheoryCommand.Write(terminal, folder, ("linear.csv", table.Csv()), ("linear.json", TheoryCommand.Json(table)), ("linear.svg", PlotSvg.Render(LinearTable.Plot(outcomes)) + "\n"));
        return ExitCode.Ok;
    }

    private static int Phase(ParseResult parsed, Terminal terminal)
    {
        var format = Lists.Format(parsed.GetValue(s_format), TextTable.Formats);
        if (parsed.GetValue(s_alpha) is not null) throw new UsageException("--phase takes --lambda, not --alpha: the programme's lambda must be the same everywhere");
        if (parsed.GetValue(s_rank) is not null) throw new UsageException("--phase draws every entry of J, so --rank has no effect; leave it out");
        var grid = new PhaseGrid(
            WholeNumber.Of("--size", parsed.GetValue(s_size), PhaseSamples, 4, 2000),
            Lists.Numbers("--ratio", parsed.GetValue(s_ratio), Ratios, 0),
            Lists.Numbers("--sparsity", parsed.GetValue(s_sparsity), PhaseSparsities, 0, 1),
            WholeNumber.Of("--repeats", parsed.GetValue(s_repeats), 10, 1, 1000),
            Lists.Number("--lambda", parsed.GetValue(s_lambda) ?? PhaseLambda, 0), Lists.Number("--gamma", parsed.GetValue(s_gamma) ?? Gammas, 0, 0.5),
            (ulong)WholeNumber.Of("--seed", parsed.GetValue(s_seed), 1, 0, int.MaxValue));
        var cells = PhaseTransition.Run(grid).ToList();
        var table = LinearTable.Of(cells);
        table.Write(terminal.Output, format);
        if (parsed.GetValue(s_to) is { } folder)
            TheoryCommand.Write(terminal, folder, ("phase.csv", table.Csv()), ("phase.json", TheoryCommand.Json(table)), ("phase.svg", Picture(grid, cells) + "\n"));
        return ExitCode.Ok;
    }

    private static Page.Html Picture(PhaseGrid grid, List<PhaseCell> cells)
    {
        HeatPanel Panel(string title, Func<PhaseCell, double> share) => new(
            title, [.. grid.Ratios.Select(Lists.Text)], [.. grid.Sparsities.Select(Lists.Text)], (row, column) => share(cells[row * grid.Ratios.Count + column]));
        return HeatSvg.Render(
            "Where the truth is recovered", "n / p: observations over parameters", "share of observations corrupted",
            $"Share of {grid.Repeats} problems with theta and s both within {100 * grid.Success:0.#} % of the truth; dark is all, pale none. {grid.Samples} observations, J with normal entries, lambda {Lists.Text(grid.Lambda)}, gamma {Lists.Text(grid.Gamma)}, "
            + $"at most {grid.MostSteps} steps of descent.",
            [Panel("convex programme", cell => cell.Programme), Panel("gradient descent", cell => cell.Descent)]);
    }

    private static (int Samples, int Parameters) Size(string text) =>
        text.Split(':') is [var n, var p] && int.TryParse(n, CultureInfo.InvariantCulture, out var samples) && int.TryParse(p, CultureInfo.InvariantCulture, out var parameters)
            && samples is >= 1 and <= 5000 && parameters is >= 1 and <= 50_000
            ? (samples, parameters)
            : throw new UsageException($"--size has '{text}'; it must be observations and parameters with a colon between them, such as 100:150");
}
