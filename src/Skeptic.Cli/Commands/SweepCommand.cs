using System.CommandLine;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Sweeps;
using Skeptic.Experiments;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic sweep</c>: the runs of experiments that are missing.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string[]> s_paths = new("EXPERIMENT") { Description = "YAML files, or folders of them", Arity = ArgumentArity.OneOrMore };
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
            "skeptic sweep experiments/cdr-aux/table1.yaml --set epochs=20 --only seed=1 --only noise=pair");
        command.Add(s_paths);
        foreach (var option in new Option[] { s_set, s_only, s_out, s_data, s_device, s_parallel, s_threads, s_failFast, s_dryRun, s_tensorBoard, s_json, s_quiet }) command.Add(option);
        command.SetAction(parsed => new SweepSession(Request(parsed, terminal, arguments), terminal).Run());
        return command;
    }

    private static SweepRequest Request(ParseResult parsed, Terminal terminal, IReadOnlyList<string> arguments)
    {
        var threads = Number(parsed.GetValue(s_threads), "--threads") ?? 1;
        return new SweepRequest
        {
            Experiments = ExperimentFiles.Read(parsed.GetValue(s_paths), parsed.GetValue(s_set), parsed.GetValue(s_only)),
            Out = parsed.GetValue(s_out) ?? "runs",
            Data = parsed.GetValue(s_data),
            Device = parsed.GetValue(s_device) ?? "auto",
            Options = new SweepOptions
            {
                Parallel = parsed.GetValue(s_parallel) is { } text && text != "auto" ? Number(text, "--parallel")!.Value : Math.Max(1, Environment.ProcessorCount / threads),
                Threads = threads,
                FailFast = parsed.GetValue(s_failFast),
            },
            DryRun = parsed.GetValue(s_dryRun),
            TensorBoard = parsed.GetValue(s_tensorBoard),
            Json = parsed.GetValue(s_json),
            Quiet = parsed.GetValue(s_quiet),
            ResumeCommand = ShellWords.Join([terminal.Program, .. arguments]),
        };
    }

    private static int? Number(string? text, string option)
    {
        if (text is null) return null;
        return int.TryParse(text, out var number) && number is >= 1 and <= 1024 ? number : throw new UsageException($"{option} is '{text}'; it must be a whole number from 1 to 1024");
    }
}
