using System.CommandLine;
using Skeptic.Cli.Page;
using Skeptic.Cli.Reports;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Sweeps;
using Skeptic.Data;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic report</c>: results as one page.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> s_folder = new("DIR") { Description = "a run directory, or a folder of them such as sweep --out makes" };
    private static readonly Option<string[]> s_experiments = new("--experiment") { Description = "a YAML file, or a folder of them: its tables and figures from the runs in DIR; may be repeated", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_set = new("--set") { Description = "as of sweep: the settings that the experiment's cells were run with", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_to = new("--to") { Description = "the page to write [default: report.html]", HelpName = "FILE" };

    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("report", "Write the results of runs as one page with tables and plots.",
            "skeptic report runs",
            "skeptic report runs --experiment experiments/cdr-aux/table1.yaml --to table1.html");
        command.Add(s_folder);
        foreach (var option in new Option[] { s_experiments, s_set, s_to }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal, arguments));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal, IReadOnlyList<string> arguments)
    {
        var (paths, assignments) = (parsed.GetValue(s_experiments) ?? [], parsed.GetValue(s_set) ?? []);
        if (assignments.Length > 0 && paths.Length == 0) throw new UsageException("--set changes the cells of an experiment, and none is named; add --experiment FILE");
        var folder = parsed.GetValue(s_folder)!;
        var model = ReportBuilder.Build(new ReportRequest(
            folder, ExperimentFiles.Read(paths, assignments, null), paths, assignments, terminal.Program, ShellWords.Join([terminal.Program, .. arguments])));
        var file = parsed.GetValue(s_to) ?? "report.html";
        if (Directory.Exists(file)) throw new UsageException($"--to is the folder {file}; name a file, such as {Path.Combine(file, "report.html")}");
        if (Path.GetDirectoryName(file) is { Length: > 0 } parent) Directory.CreateDirectory(parent);
        AtomicFile.WriteAllText(file, ReportDocument.Render(model, WebBundle.Load("report")));
        terminal.Output.WriteLine(file);
        return ExitCode.Ok;
    }
}
