using System.CommandLine;
using Skeptic.Cli.Plots;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Sweeps;
using Skeptic.Data;
using Skeptic.Experiments;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic plot</c>: the figures of experiments.</summary>
internal static class PlotCommand
{
    private static readonly Argument<string[]> s_paths = new("EXPERIMENT") { Description = "YAML files, or folders of them", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_set = new("--set") { Description = "as of sweep: the settings that its cells were run with", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_only = new("--only") { Description = "the part of the grid to draw, such as noise=pair; may be repeated, also for one axis", HelpName = "AXIS=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_out = new("--out") { Description = "the folder of run directories, as of sweep [default: runs]", HelpName = "DIR" };
    private static readonly Option<string> s_format = new("--format") { Description = "svg, or csv for the numbers alone [default: svg]", HelpName = "NAME" };
    private static readonly Option<string> s_data = new("--data") { Description = "the folder that holds the data sets, for embeddings of test samples; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
    private static readonly Option<string> s_to = new("--to") { Description = "the folder for the figures [default: figures]", HelpName = "DIR" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("plot", "Draw the figures of experiments as SVG, or write their numbers.",
            "skeptic plot experiments/cdr-aux/figure2.yaml --to figures");
        command.Add(s_paths);
        foreach (var option in new Option[] { s_set, s_only, s_out, s_data, s_to, s_format }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var format = parsed.GetValue(s_format) ?? "svg";
        if (format is not ("svg" or "csv")) throw new UsageException($"--format is '{format}'; it must be svg or csv");
        var store = new CellStore(parsed.GetValue(s_out) ?? "runs");
        var folder = parsed.GetValue(s_to) ?? "figures";
        var experiments = ExperimentFiles.Read(parsed.GetValue(s_paths), parsed.GetValue(s_set), parsed.GetValue(s_only));
        Embed([.. experiments.SelectMany(experiment => Embedding.Missing(experiment, store))], store, parsed.GetValue(s_data), terminal);
        // All are made before any is written.
        var figures = experiments
            .SelectMany(experiment => Experiments.Plots.Of(experiment, store).Select(plot => (File: Path.Combine(folder, $"{FileName(experiment)}-{plot.Name}.{format}"), Text: format == "csv" ? PlotCsv.Render(plot) : $"{PlotSvg.Render(plot)}\n"))).ToList();
        if (figures.Count == 0) throw new UsageException("none of these experiments has a figure; write figures: [{kind: curves, y: test}] into their files");
        Directory.CreateDirectory(folder);
        foreach (var (file, text) in figures)
        {
            AtomicFile.WriteAllText(file, text);
            terminal.Output.WriteLine(file);
        }
        return ExitCode.Ok;
    }

    /// <summary>Makes embeddings, which alone take networks and data.</summary>
    private static void Embed(IReadOnlyList<Cell> cells, CellStore store, string? data, Terminal terminal)
    {
        if (cells.Count == 0) return;
        Engine.Threads = Environment.ProcessorCount;
        using var workplace = new Workplace(DataFolders.Default(data), DeviceChoice.Of("auto").Device);
        foreach (var cell in cells)
        {
            terminal.Note($"embedding test samples: {cell.Title}");
            Embedding.Make(cell, store, workplace, Environment.ProcessorCount);
        }
    }

    /// <summary>An experiment's path below the folder of experiments, as one word: <c>cdr-aux-figure2</c>.</summary>
    private static string FileName(Experiment experiment) =>
        Path.GetRelativePath(ExperimentFiles.Root(experiment), Path.GetFullPath(experiment.Name)).Replace(Path.DirectorySeparatorChar, '-');
}
