using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>A number that a finished run has of every training sample, in its <c>samples.csv</c>.</summary>
/// <param name="Name">As it is asked for: <c>loss</c>.</param>
internal sealed record SampleNumber(string Name, string Label, Func<SampleRow, double> Of)
{
    private static readonly SampleNumber[] s_all =
    [
        new("loss", "cross-entropy with the given label, at the end", row => row.Loss),
        new("suspicion", "suspicion, the run's own score", row => row.Suspicion),
        new("self-confidence", "probability of the given label", row => row.SelfConfidence),
        new("margin", "probability of the given label less the largest other one", row => row.Margin),
    ];

    /// <exception cref="SettingsException">There is no such number.</exception>
    internal static SampleNumber Find(string name) => s_all.FirstOrDefault(number => number.Name == name) ?? throw SettingsException.Unknown("number of a sample", name, [.. s_all.Select(number => number.Name)]);
}
