using System.CommandLine;
using Skeptic.Cli.Corrections;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Comparison;
using Skeptic.Corrections;
using Skeptic.Data;
using Skeptic.Torch;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic compare</c>: what one run gained over another, on the same test samples.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> s_before = new("BEFORE") { Description = "the directory of a finished run, or several of other seeds joined by commas" };
    private static readonly Argument<string> s_after = new("AFTER") { Description = "the same of what is compared with it" };
    private static readonly Option<string> s_on = new("--on") { Description = "the data whose test part is taken [default: those of AFTER]", HelpName = "DATA" };
    private static readonly Option<string> s_reviewed = new("--reviewed") { Description = "a patch, or the folder of a reviewed audit: its labels count for test samples", HelpName = "PATCH" };
    private static readonly Option<string> s_resamples = new("--resamples") { Description = "draws of the bootstrap behind the intervals [default: 2000]", HelpName = "N" };
    private static readonly Option<string> s_seed = new("--seed") { Description = "seed of the bootstrap [default: 1]", HelpName = "N" };
    private static readonly Option<string> s_data = new("--data") { Description = "the folder that holds the data sets; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
    private static readonly Option<string> s_device = new("--device") { Description = "auto, cpu, cuda or cuda:n [default: auto]", HelpName = "DEVICE" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print the comparison as JSON on stdout, and nothing else there" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("compare", "Compare two runs on the same test samples: what corrections gained.",
            "skeptic compare runs/BEFORE runs/AFTER",
            "skeptic compare runs/A1,runs/A2,runs/A3 runs/B1,runs/B2,runs/B3 --on clean.csv");
        command.Add(s_before);
        command.Add(s_after);
        foreach (var option in new Option[] { s_on, s_reviewed, s_resamples, s_seed, s_data, s_device, s_json }) command.Add(option);
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        var request = new RunComparisonRequest
        {
            Before = Runs(parsed.GetValue(s_before)!),
            After = Runs(parsed.GetValue(s_after)!),
            On = parsed.GetValue(s_on) is { } on && OwnData.IsPath(on) ? OwnData.FullPath(on) : parsed.GetValue(s_on),
            Reviewed = parsed.GetValue(s_reviewed) is { } reviewed ? Directory.Exists(reviewed) ? LabelPatch.OfDecisions(reviewed).Patch : LabelPatch.Read(reviewed) : null,
            Options = new() { Resamples = WholeNumber.Of(s_resamples.Name, parsed.GetValue(s_resamples), 2000, 100, 1_000_000), Seed = (ulong)WholeNumber.Of(s_seed.Name, parsed.GetValue(s_seed), 1, 0, long.MaxValue) },
        };
        using var interruption = new Interruption(_ => terminal.Note("stopping"));
        try
        {
            var device = DeviceChoice.Of(parsed.GetValue(s_device) ?? "auto").Device;
            Engine.Threads = Environment.ProcessorCount;
            var comparison = RunComparison.Of(request, DataFolders.Default(parsed.GetValue(s_data)), device, interruption.Token);
            if (parsed.GetValue(s_json)) terminal.Output.WriteJson(Rendering.Json.Tree(comparison));
            else ComparisonReport.Write(terminal.Output, comparison);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (interruption.ExitCode != ExitCode.Ok)
        {
            return interruption.ExitCode;
        }
    }

    private static string[] Runs(string text)
    {
        var runs = Directory.Exists(text) ? [text] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var twice = runs.GroupBy(Path.GetFullPath).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new UsageException($"{twice.Key} is named twice; name each run once");
        return runs.Length > 0 ? runs : throw new UsageException($"'{text}' names no run");
    }
}
