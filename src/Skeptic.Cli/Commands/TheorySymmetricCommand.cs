using System.CommandLine;
using Skeptic.Cli.Theory;
using Skeptic.Text;
using Skeptic.Theory;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic theory symmetric</c>: which losses of the catalogue satisfy the symmetric condition, and at which temperature they nearly do.</summary>
internal static class TheorySymmetricCommand
{
    private const string Temperatures = "1,0.5,0.1,0.01";

    private static readonly Argument<string[]> s_losses = new("LOSS") { Description = "the losses to look at; all of the catalogue without any", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string> s_tau = new("--tau") { Description = $"temperatures of the sharpening [default: {Temperatures}]", HelpName = "LIST" };
    private static readonly Option<string> s_classes = new("--classes") { Description = "K [default: 10]", HelpName = "K" };
    private static readonly Option<string> s_outputs = new("--outputs") { Description = "random outputs to sum over, beside the extreme ones [default: 400]", HelpName = "N" };
    private static readonly Option<string> s_seed = new("--seed") { Description = "draws the outputs [default: 1]", HelpName = "N" };
    private static readonly Option<string> s_to = new("--to") { Description = "write the table into this folder too: CSV, JSON and Markdown", HelpName = "DIR" };
    private static readonly Option<string> s_format = new("--format") { Description = $"{string.Join(", ", TextTable.Formats)} [default: text]", HelpName = "NAME" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("symmetric", "The sum of every loss over all labels and its spread, plain and under sharpening.",
            "skeptic theory symmetric",
            "skeptic theory symmetric ce gce mae --tau 0.5,0.1 --format markdown");
        command.Add(s_losses);
        foreach (var option in new Option[] { s_tau, s_classes, s_outputs, s_seed, s_to, s_format }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var format = Lists.Format(parsed.GetValue(s_format), TextTable.Formats);
        var known = SymmetricCondition.Losses();
        var chosen = parsed.GetValue(s_losses) is { Length: > 0 } named ? named : [.. known];
        foreach (var loss in chosen)
        {
            if (!known.Contains(loss))
                throw new UsageException($"the catalogue has no '{loss}' that is a loss of logits and labels alone.{(Nearest.Of(loss, known) is { } near ? $" Did you mean '{near}'?" : $" There is: {string.Join(", ", known)}.")}");
        }
        var options = new SymmetryOptions(
            Lists.Numbers("--tau", parsed.GetValue(s_tau), Temperatures, 0), WholeNumber.Of("--classes", parsed.GetValue(s_classes), 10, 2, 1000),
            WholeNumber.Of("--outputs", parsed.GetValue(s_outputs), 400, 1, 100_000), (ulong)WholeNumber.Of("--seed", parsed.GetValue(s_seed), 1, 0, int.MaxValue));
        var table = Table([.. chosen.Select(loss => SymmetricCondition.Row(loss, options))], options);
        table.Write(terminal.Output, format);
        if (parsed.GetValue(s_to) is { } folder)
        {
            using var markdown = new StringWriter { NewLine = "\n" };
            table.Write(markdown, "markdown");
            TheoryCommand.Write(terminal, folder, ("symmetric.csv", table.Csv()), ("symmetric.json", TheoryCommand.Json(table)), ("symmetric.md", markdown.ToString()));
        }
        return ExitCode.Ok;
    }

    private static TextTable Table(IReadOnlyList<SymmetryRow> rows, SymmetryOptions options) => new(
        [
            "loss", "mean", "spread", "relative", "permuted",
            .. options.Temperatures.Select(tau => $"tau {Lists.Text(tau)}"), .. options.Temperatures.Select(tau => $"norm {Lists.Text(tau)}"), "verdict",
        ],
        [
            .. rows.Select(row => (IReadOnlyList<object?>)
            [
                row.Loss, row.Plain.Mean, row.Plain.Spread, row.Plain.Relative, row.Fixed.Relative,
                .. row.Sharpened.Select(sums => (object?)sums.Relative), .. row.Normalised.Select(sums => (object?)sums.Relative), row.Verdict,
            ]),
        ]);
}
