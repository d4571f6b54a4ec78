using Skeptic.Cli.Rendering;

namespace Skeptic.Cli.Demo;

/// <summary>What the figures say in words. Every word is chosen by the figures: a method that does not help is said not to.</summary>
internal static class Verdict
{
    /// <summary>How each robust method compares with the baseline after the last epoch.</summary>
    public static string OnAccuracy(DemoReport report)
    {
        var baseline = report.Baseline.Result.Last.Accuracy;
        var groups = report.Robust.ToLookup(run => Compare(run, baseline));
        string[] clauses =
        [
            .. groups[Comparison.Better].Any() ? [$"{List(groups[Comparison.Better], baseline, "reaches", "reach")}"] : Array.Empty<string>(),
            .. groups[Comparison.Unclear].Any()
                ? [$"{List(groups[Comparison.Unclear], baseline, "does not clearly beat it with", "do not clearly beat it with")}, since {Amounts.Count(report.Baseline.Facts.TestSamples)} test samples leave {Points(groups[Comparison.Unclear].Max(run => Needed(run, baseline)))} open"]
                : Array.Empty<string>(),
            .. groups[Comparison.Worse].Any() ? [$"{List(groups[Comparison.Worse], baseline, "does worse with", "do worse with")}"] : Array.Empty<string>(),
        ];
        return $"After the last epoch plain cross-entropy ({report.Baseline.Method}) classifies {Percent(baseline)} of the clean test set correctly; {string.Join("; ", clauses)}.";
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

    private enum Comparison
    {
        Better,
        Unclear,
        Worse,
    }

    private static Comparison Compare(FinishedRun run, double baseline)
    {
        var (difference, needed) = (run.Result.Last.Accuracy - baseline, Needed(run, baseline));
        return difference > needed ? Comparison.Better : difference < -needed ? Comparison.Worse : Comparison.Unclear;
    }

    private static double Needed(FinishedRun run, double baseline) => Resolution(run.Result.Last.Accuracy, baseline, run.Facts.TestSamples);

    /// <summary><c>gce and sop reach 96.10 % (+9.05 points) and 95.70 % (+8.65 points)</c>.</summary>
    private static string List(IEnumerable<FinishedRun> runs, double baseline, string one, string several)
    {
        FinishedRun[] all = [.. runs];
        var figures = all.Select(run => $"{Percent(run.Result.Last.Accuracy)} ({Signed(run.Result.Last.Accuracy - baseline)})");
        return $"{And(all.Select(run => run.Method))} {(all.Length == 1 ? one : several)} {And(figures)}";
    }

    private static string And(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Signed(double difference) => (difference < 0 ? "−" : "+") + Points(Math.Abs(difference));

    private static string Points(double share) => $"{share * 100:F2} points";

    private static string Percent(double? share) => share is null ? "an unknown share" : Amounts.Percent(share);
}
