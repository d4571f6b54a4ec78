using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Reports;

/// <summary>How well a run's score ranks wrong labels above right ones, as curves.</summary>
internal static class SuspectCurves
{
    private const double Step = 0.25; // Percent; a curve turns no point into a line that the eye would see.
    private const int Few = 20; // A precision among fewer is a matter of luck.

    /// <summary>Null where the truth is not known, or all labels are right or all wrong.</summary>
    public static Plot? Of(RunRecord record)
    {
        var samples = record.ReadSamples();
        if (samples.Count == 0 || samples.Any(sample => sample.TrueLabel is null)) return null;
        var wrong = samples.Count(sample => sample.TrueLabel != sample.GivenLabel);
        var right = samples.Count - wrong;
        if (wrong == 0 || right == 0) return null;

        var (found, flagged) = (0, 0);
        List<PlotPoint> roc = [new(0, 0, null)], precision = [];
        // Equal scores are one step: no order among them is the score's own.
        foreach (var tie in samples.OrderByDescending(sample => sample.Suspicion).GroupBy(sample => sample.Suspicion))
        {
            var hits = tie.Count(sample => sample.TrueLabel != sample.GivenLabel);
            (found, flagged) = (found + hits, flagged + tie.Count() - hits);
            var isLast = found + flagged == samples.Count;
            Add(roc, 100.0 * flagged / right, 100.0 * found / wrong, isLast);
            if (isLast || found + flagged >= Few) Add(precision, 100.0 * found / wrong, 100.0 * found / (found + flagged), isLast);
        }
        var quality = record.Result?.LabelScores.FirstOrDefault(score => score.Score == record.Result.RankedBy);
        return new Plot("suspects", "Wrong labels found", $"By the score that samples.csv is sorted by ({record.Result?.RankedBy ?? "unknown"})"
            + (quality is null ? "." : $": AUROC {quality.Auroc:0.000}, average precision {quality.AveragePrecision:0.000}."),
        [
            new PlotPanel("ROC", "right labels flagged, %", "wrong labels found, %", [new("score", roc, 1, 0), new("chance", [new(0, 0, null), new(100, 100, null)], 5, 1)]),
            new PlotPanel("Precision and recall", "wrong labels found, %", "wrong among those flagged, %",
                [new("score", precision, 1, 0), new("chance", [new(0, 100.0 * wrong / samples.Count, null), new(100, 100.0 * wrong / samples.Count, null)], 5, 1)]),
        ]);
    }

    private static void Add(List<PlotPoint> points, double x, double y, bool always)
    {
        if (always || points.Count == 0 || Math.Abs(x - points[^1].X) >= Step || Math.Abs(y - points[^1].Y) >= Step) points.Add(new(x, y, null));
    }
}
