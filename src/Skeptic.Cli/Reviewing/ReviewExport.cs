using Microsoft.AspNetCore.Http;
using Skeptic.Corrections;

namespace Skeptic.Cli.Reviewing;

/// <summary>Decisions as a patch that <c>skeptic apply</c> takes.</summary>
internal static class ReviewExport
{
    /// <returns>The patch as CSV, and how many samples are left out because reviewers differ.</returns>
    /// <exception cref="RequestException">The samples have no numbers that the data know.</exception>
    public static (byte[] Csv, int LeftOut) Of(ReviewBook book, DecisionLog log)
    {
        var (patch, leftOut) = AuditFolder.IsOne(book.Folder) ? OfAudit(book.Folder) : OfRun(book, log.Newest());
        var file = Path.Combine(Path.GetTempPath(), $"skeptic-{Guid.NewGuid():n}.csv");
        try
        {
            patch.Write(file);
            return (File.ReadAllBytes(file), leftOut);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (LabelPatch, int) OfAudit(string folder)
    {
        var decided = LabelPatch.OfDecisions(folder);
        return (decided.Patch, decided.Disagreements.Count);
    }

    /// <remarks>Of data of one's own a run numbers the samples that it was trained on, and a patch those of the data.</remarks>
    private static (LabelPatch, int) OfRun(ReviewBook book, IReadOnlyList<Decision> newest)
    {
        if (book.Paths is not null) throw new RequestException(StatusCodes.Status409Conflict, "corrections of data of your own are exported from an audit of them: make one with skeptic audit DATA, and review that");
        var (corrections, leftOut) = (new List<Correction>(), 0);
        foreach (var sample in newest.Where(decision => decision.Mark.Verdict is Verdict.Keep or Verdict.Relabel).GroupBy(decision => decision.Row).OrderBy(group => group.Key))
        {
            string LabelOf(Decision decision) => book.ClassNames[decision.Mark.Verdict == Verdict.Keep ? book.Given[decision.Row] : decision.Mark.Label];
            var (labels, last) = (sample.GroupBy(decision => decision.Seat.Reviewer).Select(own => LabelOf(own.Last())).Distinct().ToList(), sample.Last());
            if (labels.Count > 1) leftOut++;
            else corrections.Add(new(book.Ids[sample.Key], book.ClassNames[book.Given[sample.Key]], labels[0]) { Reviewer = last.Seat.Reviewer, Time = last.Time, Score = float.IsFinite(book.Score[sample.Key]) ? book.Score[sample.Key] : null });
        }
        return (new LabelPatch(corrections, book.Digest ?? ""), leftOut);
    }
}
