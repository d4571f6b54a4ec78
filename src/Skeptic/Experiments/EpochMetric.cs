using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>A number of every epoch.</summary>
/// <param name="Name">As it is asked for: <c>test</c>, or a method's own as <c>sr.sparseRate</c>.</param>
/// <param name="Label">For axes and legends.</param>
/// <param name="IsPercent">Whether it is a share, given in percent.</param>
public sealed record EpochMetric(string Name, string Label, bool IsPercent, Func<EpochRecord, double?> Of)
{
    private static readonly EpochMetric[] s_all =
    [
        new("test", "test accuracy", true, epoch => 100 * epoch.Test),
        new("validation", "validation accuracy, noisy labels", true, epoch => 100 * epoch.Validation),
        new("given", "training accuracy, given labels", true, epoch => 100 * epoch.Training.GivenAccuracy),
        new("adjusted", "training accuracy as the loss sees it", true, epoch => 100 * (epoch.Training.AdjustedAccuracy ?? epoch.Training.GivenAccuracy)),
        new("true", "training accuracy, true labels", true, epoch => 100 * epoch.Training.TrueAccuracy),
        new("memorised", "memorised wrong labels", true, epoch => 100 * epoch.Training.Memorised),
        new("loss", "training loss", false, epoch => epoch.Training.Loss),
        new("learning-rate", "learning rate", false, epoch => epoch.LearningRate),
    ];

    /// <summary>Those that every run has; a method's own come from <see cref="Find"/>.</summary>
    public static IReadOnlyList<EpochMetric> All => s_all;

    /// <exception cref="SettingsException">There is no such number.</exception>
    public static EpochMetric Find(string name) => name.Contains('.')
        ? new EpochMetric(name, name, false, epoch => epoch.Method is { } numbers && numbers.TryGetValue(name, out var value) ? value : null)
        : s_all.FirstOrDefault(metric => metric.Name == name) ?? throw SettingsException.Unknown("number of an epoch", name, [.. s_all.Select(metric => metric.Name)]);
}
