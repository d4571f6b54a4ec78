using System.CommandLine;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Sweeps;
using Skeptic.Experiments;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic sweep</c>: the runs of experiments that are missing.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string[]> s_paths = new("EXPERIMENT") { Description = "YAML files, or folders of them", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string> s_cells = new("--cells") { Description = "instead of experiments, a list of cells as the folder of a job of Slurm holds it", HelpName = "FILE" };
    private static readonly Option<string[]> s_set = new("--set") { Description = "a setting of every cell, such as epochs=2, which wins over the file and makes other cells; may be repeated", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_only = new("--only") { Description = "the part of the grid to run, such as noise=pair; may be repeated, also for one axis", HelpName = "AXIS=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_out = new("--out") { Description = "the folder of run directories [default: runs]", HelpName = "DIR" };
    private static readonly Option<string> s_data = new("--data") { Description = "the folder that holds the data sets; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
    private static readonly Option<string> s_device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: auto]", HelpName = "DEVICE" };
    private static readonly Option<string> s_parallel = new("--parallel") { Description = "cells at a time; auto takes one a processor thread [default: auto]", HelpName = "N" };
    private static readonly Option<string> s_threads = new("--threads") { Description = "processor threads of each cell [default: 1]", HelpName = "N" };
    private static readonly Option<bool> s_failFast = new("--fail-fast") { Description = "start no further cell once one has failed" };
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "only say what would be run, how long it would take by steps measured now, and how much disk" };
    private static readonly Option<bool> s_tensorBoard = new("--tensorboard") { Description = "write the epochs for TensorBoard too, into the folder tensorboard of each run directory" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print the outcome as JSON on stdout, and nothing else there" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "no progress" };

    public static Command Create(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var command = new ExampledCommand("sweep", "Run the cells of experiments that are missing; may be stopped, started again, and shared by several processes.",
            "skeptic sweep experiments/cdr-aux/table1.yaml --dry-run",
            "skeptic sweep experiments/cdr-aux --parallel 2",
            "skeptic sweep experiments/cdr-aux/table1.yaml --set epochs=20 --only seed=1 --only noise=pair",
            "skeptic sweep experiments/cdr-aux --executor slurm --cells-per-task 4 --time-limit 02:00:00");
        command.Add(s_paths);
        foreach (var option in new Option[] { s_set, s_only, s_out, s_data, s_device, s_parallel, s_threads, s_failFast, s_dryRun, s_tensorBoard, s_json, s_quiet, s_cells }.Concat(ExecutionArguments.All)) command.Add(option);
        foreach (var option in SlurmArguments.All) command.Add(option);
        command.SetAction(parsed => new SweepSession(Request(parsed, terminal, arguments), terminal).Run());
        return command;
    }

    private static SweepRequest Request(ParseResult parsed, Terminal terminal, IReadOnlyList<string> arguments)
    {
        var threads = WholeNumber.Of(parsed.GetValue(s_threads), "--threads") ?? 1;
        var asked = parsed.GetValue(s_parallel) is { } text && text != "auto" ? WholeNumber.Of(text, "--parallel") : null;
        // A node's processors are not this machine's: there, a task takes what it is told to.
        var slurm = SlurmArguments.Read(parsed, asked ?? 1);
        var parallel = asked ?? (slurm is null ? Math.Max(1, Environment.ProcessorCount / threads) : 1);
        var (name, cells) = Cells(parsed);
        return new SweepRequest
        {
            Name = name,
            Cells = cells,
            Out = parsed.GetValue(s_out) ?? "runs",
            Data = parsed.GetValue(s_data),
            Device = parsed.GetValue(s_device) ?? "auto",
            Options = new SweepOptions
            {
                Parallel = Math.Min(parallel, slurm?.CellsPerTask ?? parallel),
                Threads = threads,
                FailFast = parsed.GetValue(s_failFast),
            },
            Execution = ExecutionArguments.Read(parsed),
            ChoosesParallel = asked is null && slurm is null,
            Slurm = slurm,
            DryRun = parsed.GetValue(s_dryRun),
            TensorBoard = parsed.GetValue(s_tensorBoard),
            Json = parsed.GetValue(s_json),
            Quiet = parsed.GetValue(s_quiet),
            ResumeCommand = ShellWords.Join([terminal.Program, .. arguments]),
            LookCommand = ShellWords.Join([terminal.Program, "sweep", .. What(parsed), "--dry-run"]),
        };
    }

    private static (string Name, IReadOnlyList<Cell> Cells) Cells(ParseResult parsed)
    {
        var (paths, settings, only) = (parsed.GetValue(s_paths) ?? [], parsed.GetValue(s_set) ?? [], parsed.GetValue(s_only) ?? []);
        if (parsed.GetValue(s_cells) is { } file)
            return paths.Length + settings.Length + only.Length == 0
                ? (Path.GetFileNameWithoutExtension(file), CellList.Read(file))
                : throw new UsageException("--cells says all about what is run; leave experiments, --set and --only out");
        if (paths.Length == 0) throw new UsageException("skeptic sweep needs an EXPERIMENT. `skeptic sweep --help` lists what there is.");
        var experiments = ExperimentFiles.Read(paths, settings, only);
        return (experiments.Count == 1 ? experiments[0].Name : "sweep", [.. experiments.SelectMany(experiment => experiment.Cells).DistinctBy(cell => cell.Recipe.Id)]);
    }

    /// <summary>The words that say which cells, and where.</summary>
    private static IEnumerable<string> What(ParseResult parsed) =>
    [
        .. parsed.GetValue(s_paths) ?? [],
        .. parsed.GetValue(s_cells) is { } file ? new[] { "--cells", file } : [],
        .. (parsed.GetValue(s_set) ?? []).SelectMany(setting => new[] { "--set", setting }),
        .. (parsed.GetValue(s_only) ?? []).SelectMany(part => new[] { "--only", part }),
        .. parsed.GetValue(s_out) is { } root ? new[] { "--out", root } : [],
    ];
}
