using System.Globalization;
using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>The sentences and lines that tell of a run.</summary>
internal static class RunTexts
{
    /// <summary>What is trained on what: <c>mnist, symmetric:0.4, cdr+aux, lenet, seed 1</c>.</summary>
    public static string Title(Recipe recipe) =>
        string.Create(CultureInfo.InvariantCulture, $"{recipe.Dataset}, {recipe.Noise}, {recipe.Method}, {recipe.Model}, seed {recipe.Seed}");

    public static IEnumerable<string> Started(RunStarted started, Recipe recipe)
    {
        if (started.ResumedAt is { } at) yield return Continued(at, recipe.Epochs);
        yield return Data(started.Facts);
    }

    public static string Continued((int Epochs, int Steps) at, int epochs) =>
        $"continued: {at.Epochs} of {epochs} epochs{(at.Steps > 0 ? $" and {at.Steps} steps" : "")} were done";

    /// <summary>Sizes, the realised noise and the network.</summary>
    public static string Data(RunFacts facts)
    {
        var noise = facts.RealisedNoiseRate is { } rate ? $"; {Amounts.Percent(rate)} of the training labels are wrong" : "";
        var networks = facts.Networks == 1 ? "" : $"{facts.Networks} networks of ";
        return $"data: {Amounts.Count(facts.TrainingSamples)} training, {Amounts.Count(facts.ValidationSamples)} validation, "
            + $"{Amounts.Count(facts.TestSamples)} test samples of {facts.Classes} classes{noise}; {networks}{Amounts.Count(facts.Parameters)} parameters";
    }

    /// <summary>One finished epoch in a line whose columns stay where they are.</summary>
    public static string Epoch(EpochRecord record, int epochs, RunFacts? facts, TimeSpan? left)
    {
        var digits = epochs.ToString(CultureInfo.InvariantCulture).Length;
        var number = record.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(digits);
        var memorised = record.Training.Memorised is { } share ? $"  memorised {Amounts.Percent(share),8}" : "";
        var validation = facts is { ValidationSamples: 0 } ? "" : $"  validation {Amounts.Percent(record.Validation),8}";
        return string.Create(CultureInfo.InvariantCulture,
            $"epoch {number}/{epochs}  loss {record.Training.Loss,7:F4}{validation}  test {Amounts.Percent(record.Test),8}{memorised}"
            + $"  {Amounts.Count(record.SamplesPerSecond),6} images/s  {Amounts.Seconds(record.Seconds),6}  {Left(left)}").TrimEnd();
    }

    public static string Left(TimeSpan? left) => left is { } time ? $"{Amounts.Clock(time)} left" : "";
}
