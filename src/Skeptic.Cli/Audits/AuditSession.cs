using Skeptic.Auditing;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Data;

namespace Skeptic.Cli.Audits;

/// <summary>One audit from its input to its files: the input may come from anywhere, what follows is the same.</summary>
internal sealed class AuditSession(AuditRequest request, Terminal terminal)
{
    internal const string IssuesName = "issues.csv";
    internal const string SummaryName = "summary.json";
    internal const string DocumentName = "audit.json";

    public int Run()
    {
        if (request.Data is not null) return new DataAuditSession(request, request.Data, terminal).Run();
        using var interruption = new Interruption(_ => terminal.Note("stopping; nothing is written"));
        try
        {
            using var file = NpyFile.Open(request.Probabilities);
            var names = request.ClassNames is { } classes ? Lines(classes) : null;
            var samples = new SampleNames(Paths: request.Paths is { } paths ? Lines(paths) : null);
            return Audit(ClassProbabilities.Of(file), ReadLabels(request.Labels), request.Options with { ClassNames = names }, samples, audit => new AuditExtras(AuditDocument.Of(audit, samples, TimeProvider.System.GetUtcNow())), interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.ExitCode != ExitCode.Ok)
        {
            return interruption.ExitCode;
        }
    }

    /// <param name="extend">What the files hold beyond confident learning.</param>
    internal int Audit(ClassProbabilities probabilities, int[] labels, AuditOptions options, SampleNames samples, Func<LabelAudit, AuditExtras> extend, CancellationToken cancel)
    {
        var display = request.Quiet ? null : new AuditDisplay(terminal, TimeProvider.System);
        LabelAudit audit;
        try
        {
            audit = LabelAudit.Of(probabilities, labels, options, display, cancel);
        }
        finally
        {
            display?.End();
        }
        foreach (var warning in audit.Warnings) terminal.Note($"warning: {warning}");
        var (noise, health) = (NoiseEstimate.Of(audit, cancel), LabelHealth.Of(audit));
        var (summary, extras) = (AuditSummary.Of(audit, noise, health), extend(audit));
        foreach (var (name, node) in extras.Summary) summary[name] = node?.DeepClone();
        System.IO.Directory.CreateDirectory(request.Directory);
        IssueTable.Write(Path.Combine(request.Directory, IssuesName), audit, samples, extras.Signals, extras.Texts, cancel);
        AuditSummary.Write(Path.Combine(request.Directory, SummaryName), summary);
        AuditDocument.Write(Path.Combine(request.Directory, DocumentName), extras.Document);
        if (request.Json) terminal.Output.WriteJson(summary);
        else AuditReport.Write(terminal.Output, audit, noise, health, samples, request.Directory, extras);
        return ExitCode.Ok;
    }

    private static int[] ReadLabels(string path)
    {
        using var file = NpyFile.Open(path);
        return file.ReadIntegers();
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The list '{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
