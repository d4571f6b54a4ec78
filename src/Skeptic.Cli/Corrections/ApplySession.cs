using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Corrections;
using Skeptic.Data;

namespace Skeptic.Cli.Corrections;

/// <summary>From a patch and the data it is for to corrected labels beside them.</summary>
internal sealed class ApplySession(ApplyRequest request, Terminal terminal)
{
    private const int MostListed = 10;

    public int Run()
    {
        using var interruption = new Interruption(_ => terminal.Note("stopping; nothing is written"));
        try
        {
            return Run(interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.ExitCode != ExitCode.Ok)
        {
            return interruption.ExitCode;
        }
    }

    private int Run(CancellationToken cancel)
    {
        var data = request.Data is { } dataset
            ? CorrectableData.Open(dataset, Options(), DataFolders.Default(request.DataFolder), request.Labels, cancel) : null;
        var (patch, disagreements) = Patch(data);
        Tell(disagreements);
        var plan = data is null ? null : CorrectionPlan.Of(patch, data, request.Reverse, cancel);
        IReadOnlyList<string> files = plan?.Outputs(request.To, request.Overwrite) ?? [];
        if (request.PatchTo is { } to)
        {
            if (File.Exists(to) && !request.Overwrite) throw new SourceException($"'{to}' is there already; name another place with --patch-to, or replace it with --overwrite.");
            if (!request.DryRun) Write(request.Reverse ? patch.Reversed() : patch, to);
        }

        if (plan is not null && !request.DryRun) plan.Write(request.To, request.Overwrite);
        if (request.Json) terminal.Output.WriteJson(Json(patch, plan, files, disagreements));
        else Report(patch, data, plan, files);
        return ExitCode.Ok;
    }

    /// <summary>How the audited data were read, where the audit tells it.</summary>
    private OwnDataOptions Options()
    {
        var options = Directory.Exists(request.Source) ? AuditReading.Options(request.Source) : new();
        return request.LabelColumn is { } column ? options with { LabelColumn = column } : options;
    }

    private (LabelPatch Patch, IReadOnlyList<Disagreement> Disagreements) Patch(CorrectableData? data)
    {
        var options = new DecisionOptions { NewestWins = request.NewestWins };
        if (request.From == ApplyRequest.LabelStudio) return Of(LabelStudio.Read(request.Source, options));
        if (request.From == ApplyRequest.Cleanlab) return Of(CleanlabTable.Read(request.Source));
        if (!Directory.Exists(request.Source)) return (LabelPatch.Read(request.Source), []);
        var decided = LabelPatch.OfDecisions(request.Source, options);
        return (decided.Patch, decided.Disagreements);

        (LabelPatch, IReadOnlyList<Disagreement>) Of(ImportedLabels imported) => (imported.Patch(data), imported.Disagreements);
    }

    private void Write(LabelPatch patch, string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        if (request.PatchFormat == ApplyRequest.LabelStudio) LabelStudio.Write(file, patch);
        else if (request.PatchFormat == ApplyRequest.Cleanlab) CleanlabTable.Write(file, patch);
        else patch.Write(file);
    }

    private void Tell(IReadOnlyList<Disagreement> disagreements)
    {
        if (disagreements.Count == 0) return;
        terminal.Note($"reviewers disagree about {Amount(disagreements.Count, "sample")}, {(request.NewestWins ? "decided by the newest decision" : "left out; --newest-wins takes the newest decision")}:");
        foreach (var one in disagreements.Take(MostListed))
            terminal.Note($"  {(one.Path.Length > 0 ? one.Path : one.Id)}: {string.Join(", ", one.Verdicts.Select(verdict => $"{verdict.Key} says {verdict.Value}"))}");
        if (disagreements.Count > MostListed) terminal.Note($"  and {disagreements.Count - MostListed} more; --json lists all");
    }

    private void Report(LabelPatch patch, CorrectableData? data, CorrectionPlan? plan, IReadOnlyList<string> files)
    {
        var output = terminal.Output;
        if (plan is null)
        {
            output.WriteLine($"{Amount(patch.Corrections.Count, "correction")}, {patch.Changes.Count()} of which change a label");
        }
        else
        {
            output.WriteLine($"{plan.Changed} of {Amount(plan.Samples, "label")} {(request.DryRun ? "would change" : "changed")}{(request.Reverse ? " back" : "")}; {plan.Kept} looked at and kept");
            output.WriteColumns([.. plan.Flows.Select(flow => (IReadOnlyList<string>)[flow.From, "->", flow.To, $"{flow.Count}"])], "  ", 3);
            foreach (var label in plan.Emptied) terminal.Note($"the class '{label}' has no samples left");
        }

        if (request.DryRun) return;
        if (request.PatchTo is { } to) output.WriteLine($"patch: {to}");
        foreach (var file in files) output.WriteLine($"labels: {file}");
        if (data is not null) output.WriteLine($"train on them: {terminal.Program} train {ShellWords.Join(data.TrainWith(files[0]))}");
    }

    private JsonObject Json(LabelPatch patch, CorrectionPlan? plan, IReadOnlyList<string> files, IReadOnlyList<Disagreement> disagreements)
    {
        var node = new JsonObject
        {
            ["dataset"] = request.Data, ["dryRun"] = request.DryRun, ["reverse"] = request.Reverse, ["corrections"] = patch.Corrections.Count,
            ["files"] = new JsonArray([.. files.Select(file => JsonValue.Create(Path.GetFullPath(file)))]), ["patch"] = request.PatchTo is { } to ? Path.GetFullPath(to) : null,
            ["disagreements"] = Rendering.Json.Tree(disagreements),
        };
        if (plan is null) return node;
        (node["samples"], node["changed"], node["kept"]) = (plan.Samples, plan.Changed, plan.Kept);
        (node["changes"], node["emptiedClasses"]) = (Rendering.Json.Tree(plan.Flows), Rendering.Json.Tree(plan.Emptied));
        return node;
    }

    private static string Amount(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
