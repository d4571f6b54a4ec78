using System.Text.Json.Nodes;
using Skeptic.Auditing;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Audits;

/// <summary>The sections of the screen that only an audit of data has: how good the signals are, duplicates, outliers, annotators.</summary>
internal static class DataAuditReport
{
    public static void Write(TextWriter output, AuditData data, SignalTable table, ContentCopies copies, JsonObject summary, OutOfSample seen)
    {
        var truth = KnownTruth.Of(data, table);
        IEnumerable<string[]> rows = table.Signals.Select(one => (string[])[one.Signal.Name, Amounts.Score(one.Merit), Amounts.Percent(one.Weight)]).Append([SignalTable.Combined, "", ""]);
        string[] heading = ["signal", "finds planted", "weight"];
        if (truth.Count > 0)
        {
            heading = [.. heading, "AUROC", "AP", "at 1000", "at errors"];
            rows = rows.Select(row => truth.First(quality => quality.Name == row[0]) is var known
                ? (string[])[.. row, Amounts.Score(known.Auroc), Amounts.Score(known.AveragePrecision), Amounts.Score(known.PrecisionAtThousand), Amounts.Score(known.PrecisionAtErrors)] : row);
        }
        output.WriteLine();
        output.WriteLine(truth.Count > 0 ? "signals, by planted labels and by the truth" : "signals, by planted labels");
        output.WriteColumns([heading, .. rows], "  ", [.. Enumerable.Range(1, heading.Length - 1)]);
        output.WriteLine();
        var agreement = seen.Agreement();
        output.WriteLine($"held-out labels said by the networks: {Amounts.Percent(agreement.Average())} ({Amounts.Percent(agreement.Min())} to {Amounts.Percent(agreement.Max())} by fold)");
        var leaks = CopyTable.Leaks(copies, data);
        output.WriteLine($"duplicates: {Amounts.Of(copies.Pairs.Count, "pair")}, {copies.Pairs.Count(pair => pair.Distance == 0)} of equal content, {copies.Pairs.Count(pair => data.Given[pair.First] != data.Given[pair.Second])} with different labels{(data.Splits is null ? "" : $", {leaks} across splits")}");
        output.WriteLine($"outliers: {(int)summary["outliers"]!["count"]!}");
        if (data.Annotators is { } annotators) output.WriteLine($"annotators: {annotators.Names.Count}, the least agreeing first in {DataAuditSession.AnnotatorsName}");
    }
}
