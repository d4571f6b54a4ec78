using Skeptic.Data;
using Skeptic.Networks;

namespace Skeptic.Training;

/// <summary>
/// How many threads of a processor a step is worth. Threads meet after every operator, and where an operator takes microseconds the meeting
/// costs more than it gains: LeNet at batch 32 is slower on two threads than on one (docs/cpu.md). Decided by arithmetic and not by trying, so that the same
/// command does the same everywhere.
/// </summary>
public static class StepThreads
{
    /// <summary>Floating-point operations of a step, for each of its threads.</summary>
    private const double Worth = 5e8;

    /// <param name="data">What is trained on: decides how large the samples are.</param>
    /// <param name="processors">What there is, at least 1.</param>
    /// <param name="processes">How many share a step.</param>
    public static int Of(Recipe recipe, Dataset data, int processors, int processes = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(recipe, data.Train.Inputs.SampleShape, data.ClassNames.Count, processors, processes);
    }

    /// <param name="sampleShape">As <see cref="InputArray.SampleShape"/>.</param>
    internal static int Of(Recipe recipe, IReadOnlyList<int> sampleShape, int classes, int processors, int processes = 1)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (processors == 1) return 1;
        var cost = NetworkCost.Of(NetworkCatalogue.Find(recipe.Model), new NetworkShape(sampleShape, classes, recipe.Width));
        // Forward, and twice as much backward; a multiplication and an addition each.
        var work = 6.0 * cost.MultiplyAdds * recipe.Batch / processes;
        return (int)Math.Clamp(work / Worth, 1, processors);
    }
}
