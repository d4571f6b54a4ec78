using Skeptic.Auditing;

namespace SkepticExamples;

/// <summary>Which labels are probably wrong, by the probabilities that any model gave out of sample.</summary>
public static class AuditProbabilities
{
    /// <param name="probabilities">[N,K].</param>
    /// <returns>The suspicious samples, the worst first, each with the class that it probably is.</returns>
    public static IReadOnlyList<(int Sample, string Given, string Suggested)> Run(double[,] probabilities, int[] labels, string[] classNames, string folder, CancellationToken cancel)
    {
        var audit = LabelAudit.Of(ClassProbabilities.Of(probabilities), labels, new AuditOptions { ClassNames = classNames }, cancel: cancel);
        Directory.CreateDirectory(folder);
        IssueTable.Write(Path.Combine(folder, "issues.csv"), audit, cancel: cancel);
        return [.. audit.RankedIssues().Select(i => (i, audit.NameOf(audit.GivenLabels[i]), audit.NameOf(audit.Suggested[i])))];
    }
}
