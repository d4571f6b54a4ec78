using Skeptic.Auditing;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Audits;

/// <summary><c>skeptic audit DATA</c>: reads, trains the folds, and hands what they say to the audit of probabilities.</summary>
internal sealed class DataAuditSession(AuditRequest request, DataAuditRequest own, Terminal terminal)
{
    internal const string DuplicatesName = "duplicates.csv", AnnotatorsName = "annotators.csv";
    private const double FewSaid = 0.5;
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(5);

    public int Run()
    {
        var device = DeviceChoice.Of(own.Device);
        Engine.Threads = own.Folds.Threads;
        Note($"device: {device.Device} ({device.Reason}), {Amounts.Of(own.Folds.Threads, "thread")}, libtorch {Engine.Describe()["libtorch"]}");
        var folders = DataFolders.Default(own.DataFolder);
        var data = Read(folders, device.Device);
        var audit = new FoldAudit(data, own.Recipe, own.Folds, request.Directory);
        Note($"{Amounts.Count(data.Count)} samples of {data.Classes} classes; {own.Folds.Folds} folds by {own.Recipe.Method} on {own.Recipe.Model}, {Amounts.Of(own.Recipe.Epochs, "epoch")} each{(audit.Done > 0 ? $"; {audit.Done} done before" : "")}");
        var (parallel, threads) = audit.Division(device.Device);
        if (parallel > 1 || threads < own.Folds.Threads) Note($"{Amounts.Of(parallel, "fold")} at a time, {Amounts.Of(threads, "thread")} each");
        if (own.DryRun) return Estimate(audit, device.Device);
        using var interruption = new Interruption(what => terminal.Note(what));
        try
        {
            return Train(audit, folders, device.Device, interruption) is { } seen ? Write(seen, audit, interruption.Token) : Stopped(audit, interruption.ExitCode);
        }
        catch (OperationCanceledException) when (interruption.ExitCode != ExitCode.Ok)
        {
            return Stopped(audit, interruption.ExitCode);
        }
    }

    private AuditData Read(DataFolders folders, Device device)
    {
        using var workplace = new Workplace(folders, device)
        {
            Loading = new() { Cache = folders.Decoded, Threads = own.Folds.Threads, Progress = request.Quiet ? null : new LoadNotes(terminal, TimeProvider.System) },
        };
        var data = AuditDataReader.Read(own.Recipe, workplace, own.Consensus);
        foreach (var remark in data.Remarks) Note($"data: {remark}");
        if (data.Annotators is { } annotators) Note($"data: {Amounts.Count(annotators.Answers)} labels by {Amounts.Of(annotators.Names.Count, "annotator")}; their consensus is audited");
        return data;
    }

    private int Estimate(FoldAudit audit, Device device)
    {
        var (parallel, threads) = audit.Division(device);
        Engine.Threads = threads;
        var seconds = audit.Seconds(device, s_probe);
        terminal.Output.WriteLine($"{own.Folds.Folds - audit.Done} of {own.Folds.Folds} folds to train, {audit.Plan.Trained(0).Length} samples and {Amounts.Of(own.Recipe.Epochs, "epoch")} each{(seconds is { } known ? $": about {Amounts.Seconds(known)} one after the other{(parallel > 1 ? $", less since {parallel} are trained at a time" : "")}" : "")}");
        return ExitCode.Ok;
    }

    private OutOfSample? Train(FoldAudit audit, DataFolders folders, Device device, Interruption interruption)
    {
        var display = new FoldDisplay(terminal, own.Folds.Folds, own.Recipe.Epochs, audit.Done, TimeProvider.System);
        try
        {
            return audit.Train(folders, device, request.Quiet ? new Silence() : display, interruption.Token);
        }
        finally
        {
            display.End();
        }
    }

    private int Stopped(FoldAudit audit, int exitCode)
    {
        terminal.Note($"interrupted after {audit.Done} of {own.Folds.Folds} folds and saved; to go on:");
        terminal.Note($"  {own.Again}");
        return exitCode;
    }

    private int Write(OutOfSample seen, FoldAudit folds, CancellationToken cancel)
    {
        var data = seen.Data;
        if (seen.Agreement().Average() is var said && said < FewSaid)
            terminal.Note($"warning: the networks say {Amounts.Percent(said)} of the held-out labels; the estimated noise counts their own errors too, so train longer or take a larger network before labels are mended");
        Note("looking for duplicates");
        var copies = ContentCopies.Of(data.Inputs, folds.Content, own.Folds.Threads, cancel);
        seen.Write(request.Directory);
        CopyTable.Write(Path.Combine(request.Directory, DuplicatesName), copies, data);
        var options = request.Options with { ClassNames = data.ClassNames, Normalise = true, IsOutOfSample = true };
        return new AuditSession(request, terminal).Audit(ClassProbabilities.Of(seen.Probabilities, data.Classes), data.Given, options, data.Names, audit =>
        {
            var table = SignalTable.Of(seen, audit, copies);
            data.Annotators?.Write(Path.Combine(request.Directory, AnnotatorsName), audit.Suggested, data.ClassNames);
            return Extras(seen, table, copies);
        }, cancel);
    }

    private AuditExtras Extras(OutOfSample seen, SignalTable table, ContentCopies copies)
    {
        var data = seen.Data;
        var combined = new AuditSignal(SignalTable.Combined, table.CombinedRank);
        List<AuditText> texts = [new("fold", [.. seen.Plan.FoldOf.Select(fold => (fold + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))])];
        if (data.Splits is { } splits) texts.Add(new("split", splits));
        if (data.Truth is { } truth) texts.Add(new("true_label", [.. truth.Select(label => label < 0 ? "" : data.ClassNames[label])]));
        var summary = DataAuditSummary.Of(seen, table, copies, own.Recipe.ToJson(), own.Folds);
        return new(AuditDocument.Of(data, TimeProvider.System.GetUtcNow()))
        {
            // The first three are columns of every audit.
            Signals =
            [
                combined, .. table.Signals.Skip(3).Select(one => one.Signal), new(NeighbourSignals.Typicality, table.Typicality), new(NeighbourSignals.InputTypicality, table.InputTypicality),
                .. data.Annotators is { } annotators ? (AuditSignal[])[new("consensus_confidence", annotators.Confidence)] : [],
            ],
            Texts = texts,
            Summary = summary,
            Order = combined,
            Report = output => DataAuditReport.Write(output, data, table, copies, summary, seen),
        };
    }

    private void Note(string text)
    {
        if (!request.Quiet) terminal.Note(text);
    }

    private sealed class Silence : IProgress<FoldEvent>
    {
        public void Report(FoldEvent value)
        {
        }
    }
}
