using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Demo;

/// <summary>What the figures say in words. Every word is chosen by the figures: a method that does not help is said not to.</summary>
internal static class Verdict
{
    /// <summary>How each robust method compares with the baseline after the last epoch.</summary>
    public static string OnAccuracy(DemoReport report)
    {
        var baseline = report.Baseline.Result.Last.Accuracy;
        return $"After the last epoch plain cross-entropy ({report.Baseline.Method}) classifies {Percent(baseline)} of the clean test set correctly; "
            + string.Join("; ", report.Robust.Select(run => Compared(run, baseline))) + ".";
    }

    /// <summary>How much of the noise the baseline repeats at the end and what that cost it, against the run that ranks the labels.</summary>
    public static string OnMemory(DemoReport report)
    {
        var (baseline, robust) = (report.Baseline, report.Finder);
        var (best, last) = (baseline.Result.Best, baseline.Result.Last);
        var fall = best.Accuracy - last.Accuracy > Resolution(best.Accuracy, last.Accuracy, baseline.Facts.TestSamples)
            ? $"and its test accuracy has fallen from {Percent(best.Accuracy)} after epoch {best.Epoch} to {Percent(last.Accuracy)}"
            : $"and its test accuracy has not clearly fallen from its best, {Percent(best.Accuracy)} after epoch {best.Epoch}";
        var contrast = robust.Result.Memorised < baseline.Result.Memorised
            ? $"{robust.Method} repeats {Percent(robust.Result.Memorised)}"
            : $"{robust.Method} repeats no fewer, {Percent(robust.Result.Memorised)}";
        return $"{baseline.Method} now repeats {Percent(baseline.Result.Memorised)} of the wrong labels that it was given, {fall}; {contrast}.";
    }

    /// <summary>
    /// The smallest difference of two accuracies on <paramref name="samples"/> that is no accident of which samples they are, at
    /// 95 %: 1.96 standard errors, the two counted as independent, which asks for more than two runs on the same samples need.
    /// </summary>
    internal static double Resolution(double first, double second, int samples) =>
        1.96 * Math.Sqrt((first * (1 - first) + second * (1 - second)) / samples);

    private static string Compared(FinishedRun run, double baseline)
    {
        var accuracy = run.Result.Last.Accuracy;
        var (difference, needed) = (accuracy - baseline, Resolution(accuracy, baseline, run.Facts.TestSamples));
        var points = $"{(difference < 0 ? "−" : "+")}{Math.Abs(difference) * 100:F1} points";
        if (difference > needed) return $"{run.Method} reaches {Percent(accuracy)} ({points})";
        return difference < -needed
            ? $"{run.Method} does worse, {Percent(accuracy)} ({points})"
            : $"{run.Method} does not clearly beat it, {Percent(accuracy)} ({points}, and {Amounts.Count(run.Facts.TestSamples)} test samples tell {needed * 100:F1} apart)";
    }

    private static string Percent(double? share) => share is { } value ? $"{value * 100:F1} %" : "an unknown share";
}
