using System.Globalization;
using Skeptic.Auditing;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Audits;

/// <summary>An audit on a screen: how many labels are wrong, which classes are worst, what to fix first, and the worst samples.</summary>
internal static class AuditReport
{
    private const int Rows = 10;

    public static void Write(TextWriter output, LabelAudit audit, NoiseEstimate noise, LabelHealth health, SampleNames samples, string directory, AuditExtras extras)
    {
        var issues = audit.IsIssue.LongCount(issue => issue);
        output.WriteLine($"{Amounts.Count(issues)} of {Amounts.Count(audit.Count)} labels are issues ({Amounts.Percent((double)issues / audit.Count)}), by {AuditNames.Of(audit.Options.FilterBy)}");
        output.WriteLine($"estimated noise {Interval(noise.Rate, audit.Options.Confidence)}; label health {Amounts.Score(audit.Health)}");
        Section(output, "classes, worst first", ["class", "labelled", "issues", "wrong here", "elsewhere", "quality"], health.Classes.Select(one => (string[])
        [
            audit.NameOf(one.Class), Amounts.Count(one.Labelled), Amounts.Count(one.Issues), Amounts.Count(one.WrongHere), Amounts.Count(one.Elsewhere), Amounts.Score(one.Quality),
        ]), health.Classes.Count, 1, 2, 3, 4, 5);
        Section(output, "confused classes", ["classes", "", "labels", "share"], health.Overlaps.Select(one => (string[])
        [
            audit.NameOf(one.First), audit.NameOf(one.Second), Amounts.Count(one.Count), Amounts.Percent(one.Share),
        ]), health.Overlaps.Count, 2, 3);
        Section(output, "what to fix first", ["given", "rather", "issues", "of all", "together"], health.FixFirst.Select(one => (string[])
        [
            audit.NameOf(one.Given), audit.NameOf(one.Suggested), Amounts.Count(one.Issues), Amounts.Percent(one.Share), Amounts.Percent(one.Together),
        ]), health.FixFirst.Count, 2, 3, 4);
        var (ranked, score, scores) = (audit.RankedIssues(), AuditNames.Of(audit.Options.Score), audit.Scores);
        if (extras.Order is { } order) (ranked, score, scores) = ([.. ranked.OrderBy(i => order.Values[i])], order.Name, order.Values);
        Section(output, "worst labels", ["sample", "given", "rather", score], ranked.Select(i => (string[])
        [
            NameOf(samples, i), audit.NameOf(audit.GivenLabels[i]), audit.NameOf(audit.Suggested[i]), scores[i].ToString("G4", CultureInfo.InvariantCulture),
        ]), ranked.Length, 3);
        extras.Report?.Invoke(output);
        output.WriteLine();
        output.WriteLine($"written to {Path.Combine(directory, AuditSession.IssuesName)} and {AuditSession.SummaryName}");
    }

    internal static void Section(TextWriter output, string title, string[] heading, IEnumerable<string[]> rows, int count, params int[] right)
    {
        if (count == 0) return;
        output.WriteLine();
        output.WriteLine(count > Rows ? $"{title} ({Rows} of {Amounts.Count(count)})" : title);
        output.WriteColumns([heading, .. rows.Take(Rows)], "  ", right);
    }

    private static string NameOf(SampleNames samples, int i) => samples.Paths?[i] ?? samples.Ids?[i] ?? i.ToString(CultureInfo.InvariantCulture);

    private static string Interval(Estimate estimate, double confidence) => double.IsNaN(estimate.Low)
        ? Amounts.Percent(estimate.Value)
        : string.Create(CultureInfo.InvariantCulture, $"{Amounts.Percent(estimate.Value)} ({100 * confidence:G3} % interval {Amounts.Percent(estimate.Low)} to {Amounts.Percent(estimate.High)})");
}
