using System.CommandLine;
using Skeptic.Cli.Sweeps;
using Skeptic.Experiments;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic table</c>: results of experiments beside the published numbers.</summary>
internal static class TableCommand
{
    private static readonly Argument<string[]> s_paths = new("EXPERIMENT") { Description = "YAML files, or folders of them", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_set = new("--set") { Description = "as of sweep: the settings that its cells were run with", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_only = new("--only") { Description = "the part of the grid to show, such as noise=pair; may be repeated, also for one axis", HelpName = "AXIS=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_out = new("--out") { Description = "the folder of run directories, as of sweep [default: runs]", HelpName = "DIR" };
    private static readonly Option<string> s_metric = new("--metric") { Description = $"{string.Join(", ", Metric.Names)} (mean of the last K epochs) [default: the experiment's, else last]", HelpName = "NAME" };
    private static readonly Option<string> s_format = new("--format") { Description = $"{string.Join(", ", TableFormat.Names)} [default: text]", HelpName = "NAME" };
    private static readonly Option<bool> s_compare = new("--compare") { Description = "compare the rows too: mean ranks, Wilcoxon's signed-rank test of every pair with Holm's correction" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("table", "Show the results of experiments beside the published numbers.",
            "skeptic table experiments/cdr-aux/table1.yaml",
            "skeptic table experiments/cdr-aux/table1.yaml --metric at-best-validation --format markdown");
        command.Add(s_paths);
        foreach (var option in new Option[] { s_set, s_only, s_out, s_metric, s_format, s_compare }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var format = parsed.GetValue(s_format) ?? "text";
        if (!TableFormat.Names.Contains(format)) throw new UsageException($"--format is '{format}'; it must be one of {string.Join(", ", TableFormat.Names)}");
        var store = new CellStore(parsed.GetValue(s_out) ?? "runs");
        var tables = ExperimentFiles.Read(parsed.GetValue(s_paths), parsed.GetValue(s_set), parsed.GetValue(s_only)).Select(experiment => ResultTable.Of(experiment, store, ExperimentFiles.Root(experiment), parsed.GetValue(s_metric))).ToList();
        TableFormat.Write(terminal.Output, tables, format, parsed.GetValue(s_compare));
        return ExitCode.Ok;
    }
}
