using System.Globalization;
using Skeptic.Cli.Rendering;
using Skeptic.Comparison;

namespace Skeptic.Cli.Corrections;

/// <summary>A comparison of runs as text.</summary>
internal static class ComparisonReport
{
    public static void Write(TextWriter output, RunComparison comparison)
    {
        var (overall, share) = (comparison.Result.Overall, string.Create(CultureInfo.InvariantCulture, $"{comparison.Confidence:0.##%}"));
        output.WriteLine($"before  {string.Join(", ", comparison.Before)}");
        output.WriteLine($"after   {string.Join(", ", comparison.After)}");
        output.WriteLine($"on      {comparison.Samples} test samples of {comparison.Dataset}");
        output.WriteLine();
        output.WriteColumns(
            [
                ["class", "samples", "before", "after", "change", $"{share} interval", "better", "worse", "p"],
                Row(overall), .. comparison.Result.Classes.Select(Row),
            ], "", 1, 2, 3, 4, 5, 6, 7, 8);
        output.WriteLine();
        output.WriteLine(Verdict(overall, share));
        output.WriteLine($"Intervals: bootstrap over the test samples, the same for both{(comparison.Before.Count + comparison.After.Count > 2 ? ", and over the runs of each side" : "")}. "
            + $"p: {(comparison.Before.Count + comparison.After.Count > 2 ? "exact sign test over the samples whose share of right answers differs" : "McNemar's exact test")}; of classes not corrected for their number.");
        if (Warning(comparison) is { } warning) output.WriteLine(warning);
    }

    private static string Verdict(AccuracyChange change, string share)
        => change.Low > 0 ? $"The accuracy rose by {Points(change.Difference)} points ({share} interval {Points(change.Low)} to {Points(change.High)})."
            : change.High < 0 ? $"The accuracy fell by {Points(-change.Difference)} points ({share} interval {Points(-change.High)} to {Points(-change.Low)})."
            : $"No difference is shown: the {share} interval of the change, {Points(change.Low)} to {Points(change.High)} points, holds 0.";

    /// <summary>Null where every test label was looked at.</summary>
    private static string? Warning(RunComparison comparison) => comparison.Reviewed == comparison.Samples ? null
        : comparison.Reviewed == 0 ? "None of the test labels was reviewed: where they are wrong, a better network looks worse. Review the test part too, or give clean labels (clean_label, --reviewed)."
        : $"{comparison.Samples - comparison.Reviewed} of {comparison.Samples} test labels were not reviewed; where they are wrong, a better network looks worse.";

    private static IReadOnlyList<string> Row(AccuracyChange change) =>
    [
        change.Name, $"{change.Samples}", Percent(change.Before), Percent(change.After), Signed(change.Difference), $"{Signed(change.Low)} to {Signed(change.High)}", $"{change.Better}", $"{change.Worse}",
        change.P < 0.0001 ? "<0.0001" : change.P.ToString("0.####", CultureInfo.InvariantCulture),
    ];

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Points(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(double share) => (100 * share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
