using System.Globalization;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>A number of a finished cell.</summary>
/// <param name="Name">As it is asked for: <c>last</c>.</param>
/// <param name="Rule">How the number is chosen, for captions.</param>
/// <param name="Unit"><c>%</c> or <c>h</c>.</param>
/// <param name="Of">The number in its unit; null where the cell has none.</param>
/// <param name="HigherIsBetter">Null where neither is.</param>
/// <param name="Lacks">What is said of finished cells that have none.</param>
public sealed record Metric(string Name, string Rule, string Unit, Func<RunResult, IReadOnlyList<EpochRecord>, double?> Of, bool? HigherIsBetter = true, string Lacks = "")
{
    private const string LastPrefix = "last-", NoneWrong = "have no labels that are known to be wrong";

    private static readonly Metric[] s_all =
    [
        new("last", "test accuracy after the last epoch", "%", (result, _) => 100 * result.Last.Accuracy),
        new("best", "test accuracy of the epoch that is best on the test set itself: an oracle's choice, no claim", "%", (result, _) => 100 * result.Best.Accuracy),
        new("at-best-validation", "test accuracy of the first epoch that is best on the held-out part with its noisy labels", "%", (result, _) => 100 * result.AtBestValidation?.Accuracy, Lacks: "held no samples out"),
        new("memorised", "share of the wrong training labels that the trained network repeats", "%", (result, _) => 100 * result.Memorised, HigherIsBetter: false, NoneWrong),
        new("auroc", "probability that a wrong label is ranked above a right one by the run's own score", "%", (result, _) => result.LabelScores.Count > 0 ? 100 * result.LabelScores[0].Auroc : null, Lacks: NoneWrong),
        new("average-precision", "area under precision against recall of the run's own score for wrong labels", "%", (result, _) => result.LabelScores.Count > 0 ? 100 * result.LabelScores[0].AveragePrecision : null, Lacks: NoneWrong),
        new("hours", "hours of training and evaluation", "h", (result, _) => result.Seconds / 3600, HigherIsBetter: false),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(metric => metric.Name), LastPrefix + "K"];

    /// <summary>Whether it is an accuracy on the clean test set, whichever epoch's.</summary>
    public bool IsTestAccuracy => Name is "last" or "best" or "at-best-validation" || Name.StartsWith(LastPrefix, StringComparison.Ordinal);

    /// <param name="name">One of <see cref="Names"/>; <c>last-5</c> is the mean of the last five epochs.</param>
    /// <exception cref="SettingsException">There is no such metric.</exception>
    public static Metric Find(string name)
    {
        if (name.StartsWith(LastPrefix, StringComparison.Ordinal) && int.TryParse(name[LastPrefix.Length..], CultureInfo.InvariantCulture, out var count) && count > 0)
            return new Metric(name, $"mean test accuracy of the last {count} epochs", "%", (_, epochs) => epochs.Count >= count ? 100 * epochs.TakeLast(count).Average(epoch => epoch.Test) : null, Lacks: "have fewer epochs");
        return s_all.FirstOrDefault(metric => metric.Name == name) ?? throw SettingsException.Unknown("metric", name, Names);
    }
}
