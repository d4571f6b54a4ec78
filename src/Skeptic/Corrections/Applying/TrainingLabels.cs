using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>
/// Labels as a file of numbers, in the order of the training part, which <c>--noise file:LABELS</c> trains on. Corrections of the test part stand in a
/// second file beside it, named .test.npy.
/// </summary>
internal static class TrainingLabels
{
    internal const string Ending = ".npy", TestEnding = ".test.npy";

    internal static string TestFile(string output) => output[..^Ending.Length] + TestEnding;

    internal static IReadOnlyList<string> Outputs(string output, int training, IReadOnlyDictionary<int, Correction> changes)
        => changes.Keys.Any(row => row >= training) ? [output, TestFile(output)] : [output];

    /// <param name="labels">Of the training part, then of the test part.</param>
    internal static void Write(string output, int[] labels, int training, IReadOnlyList<string> classNames, IReadOnlyDictionary<int, Correction> changes)
    {
        int[] corrected = [.. labels];
        foreach (var (row, change) in changes) corrected[row] = Enumerable.Range(0, classNames.Count).First(number => classNames[number] == change.NewLabel);
        if (Outputs(output, training, changes) is [_, var test]) Npy.Write<int>(test, corrected.AsSpan(training));
        Npy.Write<int>(output, corrected.AsSpan(0, training));
    }
}
