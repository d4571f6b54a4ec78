using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Cli.Plots;
using Skeptic.Cli.Sweeps;
using Skeptic.Data;
using Skeptic.Experiments;
using Skeptic.Settings;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic plot</c>: the figures of experiments.</summary>
internal static class PlotCommand
{
    private static readonly Argument<string[]> s_paths = new("EXPERIMENT") { Description = "YAML files, or folders of them", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> s_set = new("--set") { Description = "as of sweep: the settings that its cells were run with", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_out = new("--out") { Description = "the folder of run directories, as of sweep [default: runs]", HelpName = "DIR" };
    private static readonly Option<string> s_to = new("--to") { Description = "the folder for the figures [default: figures]", HelpName = "DIR" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("plot", "Draw the figures of experiments as SVG.",
            "skeptic plot experiments/cdr-aux/figure2.yaml --to figures");
        command.Add(s_paths);
        foreach (var option in new Option[] { s_set, s_out, s_to }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var over = new JsonObject();
        foreach (var assignment in parsed.GetValue(s_set) ?? []) SettingsTree.Assign(over, assignment);
        var store = new CellStore(parsed.GetValue(s_out) ?? "runs");
        var folder = parsed.GetValue(s_to) ?? "figures";
        // All are made before any is written.
        var figures = ExperimentFiles.Read(parsed.GetValue(s_paths) ?? [], over)
            .SelectMany(experiment => Experiments.Plots.Of(experiment, store).Select(plot => (File: Path.Combine(folder, $"{FileName(experiment)}-{plot.Name}.svg"), Svg: PlotSvg.Render(plot)))).ToList();
        if (figures.Count == 0) throw new UsageException("none of these experiments has a figure of lines; write figures: [{kind: curves, y: test}] into their files");
        Directory.CreateDirectory(folder);
        foreach (var (file, svg) in figures)
        {
            AtomicFile.WriteAllText(file, svg + "\n");
            terminal.Output.WriteLine(file);
        }
        return ExitCode.Ok;
    }

    /// <summary>An experiment's path below the folder of experiments, as one word: <c>cdr-aux-figure2</c>.</summary>
    private static string FileName(Experiment experiment) =>
        Path.GetRelativePath(ExperimentFiles.Root(experiment), Path.GetFullPath(experiment.Name)).Replace(Path.DirectorySeparatorChar, '-');
}
