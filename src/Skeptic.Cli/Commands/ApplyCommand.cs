using System.CommandLine;
using Skeptic.Cli.Corrections;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic apply</c>: corrected labels, written beside the data.</summary>
internal static class ApplyCommand
{
    private static readonly Argument<string> s_patch = new("PATCH") { Description = "a patch (.csv, .jsonl), or the folder of a reviewed audit" };
    private static readonly Argument<string> s_dataset = new("DATA") { Description = "the data that the patch is for, as --dataset takes them; of an audit's folder, by default the audited data", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> s_to = new("--to") { Description = "the file of corrected labels [default: beside the data]", HelpName = "FILE" };
    private static readonly Option<bool> s_overwrite = new("--overwrite") { Description = "replace files that are there, but never the data" };
    private static readonly Option<bool> s_reverse = new("--reverse") { Description = "take the patch back: new labels become old ones" };
    private static readonly Option<bool> s_newest = new("--newest-wins") { Description = "where reviewers disagree, take the newest decision instead of leaving the sample out" };
    private static readonly Option<string> s_from = new("--from") { Description = $"what PATCH is: {string.Join(", ", ApplyRequest.Formats)} [default: {ApplyRequest.Patch}]", HelpName = "NAME" };
    private static readonly Option<string> s_patchTo = new("--patch-to") { Description = "write the patch too; without DATA, nothing else is written", HelpName = "FILE" };
    private static readonly Option<string> s_format = new("--format") { Description = $"of that patch: {string.Join(", ", ApplyRequest.Formats)} [default: {ApplyRequest.Patch}, CSV or JSON lines by the file's ending]", HelpName = "NAME" };
    private static readonly Option<string> s_labelColumn = new("--label-column") { Description = "the column of a table that holds the labels [default: label]", HelpName = "NAME" };
    private static readonly Option<string> s_labels = new("--labels") { Description = "of a data set with a name: a file with the labels that its training samples have instead of its own", HelpName = "FILE" };
    private static readonly Option<string> s_data = new("--data") { Description = "the folder that holds the data sets; else SKEPTIC_DATA and the usual places", HelpName = "DIR" };
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "check everything and write nothing" };
    private static readonly Option<bool> s_json = new("--json") { Description = "print what was done as JSON on stdout, and nothing else there" };

    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand("apply", "Apply corrections of labels: writes new labels beside the data, never the data.",
            "skeptic apply audit flowers",
            "skeptic apply patch.csv flowers --to better.csv",
            "skeptic apply patch.csv better.csv --reverse --to as-before.csv",
            "skeptic apply export.json flowers --from label-studio --patch-to patch.csv");
        command.Add(s_patch);
        command.Add(s_dataset);
        foreach (var option in new Option[] { s_to, s_overwrite, s_reverse, s_newest, s_from, s_patchTo, s_format, s_labelColumn, s_labels, s_data, s_dryRun, s_json }) command.Add(option);
        command.SetAction(parsed => new ApplySession(Request(parsed), terminal).Run());
        return command;
    }

    private static ApplyRequest Request(ParseResult parsed)
    {
        var (source, patchTo) = (parsed.GetValue(s_patch)!, parsed.GetValue(s_patchTo));
        var dataset = parsed.GetValue(s_dataset);
        // What only converts a patch needs no data.
        if (dataset is null && patchTo is null)
            dataset = (Directory.Exists(source) ? AuditReading.Dataset(source) : null) ?? throw new UsageException("skeptic apply needs the data that the patch is for, as --dataset takes them; only --patch-to works without");
        return new()
        {
            Source = source,
            Data = dataset,
            To = parsed.GetValue(s_to),
            Overwrite = parsed.GetValue(s_overwrite),
            Reverse = parsed.GetValue(s_reverse),
            NewestWins = parsed.GetValue(s_newest),
            From = Format(parsed, s_from),
            PatchTo = patchTo,
            PatchFormat = Format(parsed, s_format),
            LabelColumn = parsed.GetValue(s_labelColumn),
            Labels = parsed.GetValue(s_labels),
            DataFolder = parsed.GetValue(s_data),
            DryRun = parsed.GetValue(s_dryRun),
            Json = parsed.GetValue(s_json),
        };
    }

    private static string Format(ParseResult parsed, Option<string> option)
    {
        var name = parsed.GetValue(option) ?? ApplyRequest.Patch;
        return ApplyRequest.Formats.Contains(name) ? name : throw new UsageException($"{option.Name} is '{name}'; it must be one of {string.Join(", ", ApplyRequest.Formats)}");
    }
}
