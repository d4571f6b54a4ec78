using System.CommandLine;
using Skeptic.Cli.Plots;
using Skeptic.Cli.Runs;
using Skeptic.Cli.Theory;
using Skeptic.Data;
using Skeptic.Theory;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic theory memorise</c>: what methods learn by heart, and neural collapse under wrong and right labels.</summary>
internal static class TheoryMemoriseCommand
{
    /// <summary>Flags that are shorter ways to write <c>--set</c>.</summary>
    private static readonly (string Setting, Option<string> Option)[] s_settings =
    [
        ("dataset", new("--dataset") { Description = "the data set [default: glyphs]", HelpName = "NAME" }),
        ("samples", new("--samples") { Description = "training samples; 0 takes all [default: 4000]", HelpName = "N" }),
        ("model", new("--model") { Description = "the network [default: lenet]", HelpName = "NAME" }),
        ("epochs", new("--epochs") { Description = "passes over the training set [default: 40]", HelpName = "N" }),
        ("seed", new("--seed") { Description = "the seed from which everything random derives [default: 1]", HelpName = "N" }),
    ];

    private static readonly Option<string> s_noise = new("--noise") { Description = $"the wrong labels; clean ones are trained on too [default: {Memorisation.Noise}]", HelpName = "NOISE" };
    private static readonly Option<string> s_method = new("--method") { Description = $"methods, joined by commas [default: {string.Join(",", Memorisation.Methods)}]", HelpName = "LIST" };
    private static readonly Option<string[]> s_set = new("--set") { Description = "any setting of the runs by its path; may be repeated", HelpName = "PATH=VALUE", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_data = new("--data") { Description = "the folder that holds the data sets; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
    private static readonly Option<string> s_out = new("--out") { Description = "where the runs go; the same command goes on there [default: runs/memorise]", HelpName = "DIR" };
    private static readonly Option<string> s_to = new("--to") { Description = "write table and figure into this folder too: CSV, JSON and SVG", HelpName = "DIR" };
    private static readonly Option<string> s_device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: cpu]", HelpName = "DEVICE" };
    private static readonly Option<string> s_threads = new("--threads") { Description = "processor threads to use [default: 1]", HelpName = "N" };
    private static readonly Option<string> s_format = new("--format") { Description = $"{string.Join(", ", TextTable.Formats)} [default: text, the last epochs; the others have all]", HelpName = "NAME" };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "no progress" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("memorise", "What methods learn by heart, and neural collapse, with wrong and with right labels.",
            "skeptic theory memorise --to figures",
            "skeptic theory memorise --dataset mnist --noise pair:0.4 --method ce,sop,elr --epochs 60");
        foreach (var option in s_settings.Select(setting => (Option)setting.Option).Concat([s_noise, s_method, s_set, s_data, s_out, s_to, s_device, s_threads, s_format, s_quiet])) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var format = Lists.Format(parsed.GetValue(s_format), TextTable.Formats);
        var threads = WholeNumber.Of("--threads", parsed.GetValue(s_threads), 1, 1, 1024);
        var assignments = s_settings.Where(setting => parsed.GetValue(setting.Option) is not null).Select(setting => $"{setting.Setting}={parsed.GetValue(setting.Option)}").Concat(parsed.GetValue(s_set) ?? []);
        var methods = parsed.GetValue(s_method)?.Split(',') ?? [.. Memorisation.Methods];
        var parts = Memorisation.Parts(methods, parsed.GetValue(s_noise) ?? Memorisation.Noise, [.. assignments]);
        using var workplace = new Workplace(DataFolders.Default(parsed.GetValue(s_data)), DeviceChoice.Of(parsed.GetValue(s_device) ?? "cpu").Device);
        workplace.Dataset(parts[0].Recipe.Dataset);
        Engine.Threads = threads;
        using var interruption = new Interruption(terminal.Note);
        var runs = new List<(MemorisationPart Part, IReadOnlyList<EpochRecord> Epochs)>();
        foreach (var part in parts)
        {
            using var directory = RunDirectory.Open(Path.Combine(parsed.GetValue(s_out) ?? Path.Combine("runs", "memorise"), part.Recipe.Name), part.Recipe);
            if (parsed.GetValue(s_quiet) is false) terminal.Note($"{part.Method}, {part.Noise}: {directory.Path}");
            var outcome = Memorisation.Train(part, workplace, directory, parsed.GetValue(s_quiet) ? null : new Lines(terminal, part), interruption.Token);
            if (outcome.Status == RunStatus.Interrupted)
            {
                terminal.Note("interrupted and saved; the same command goes on");
                return interruption.ExitCode;
            }
            runs.Add((part, outcome.Epochs));
        }
        if (runs.FirstOrDefault(run => run.Epochs.Any(epoch => epoch.Method is null)) is { Part: { } bare })
            throw new CommandException($"the run of {bare.Method} on {bare.Noise} was trained by another command and has no measures of collapse; give another --out");
        var table = MemorisationPlot.Table(runs);
        (format == "text" ? MemorisationPlot.Table([.. runs.Select(run => (run.Part, (IReadOnlyList<EpochRecord>)[run.Epochs[^1]]))]) : table).Write(terminal.Output, format);
        if (parsed.GetValue(s_to) is { } folder)
            TheoryCommand.Write(terminal, folder, ("memorise.csv", table.Csv()), ("memorise.json", TheoryCommand.Json(table)), ("memorise.svg", PlotSvg.Render(MemorisationPlot.Of(runs)) + "\n"));
        return ExitCode.Ok;
    }

    /// <summary>One line for every tenth epoch.</summary>
    private sealed class Lines(Terminal terminal, MemorisationPart part) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is EpochDone { Record: var epoch } && (epoch.Epoch % 10 == 0 || epoch.Epoch == part.Recipe.Epochs))
                terminal.Note($"  epoch {epoch.Epoch} of {part.Recipe.Epochs}: given {epoch.Training.GivenAccuracy:0.000}, true {epoch.Training.TrueAccuracy:0.000}, test {epoch.Test:0.000}, NC1 {Lists.Text(epoch.Method!["collapse.given1"])}");
        }
    }
}
