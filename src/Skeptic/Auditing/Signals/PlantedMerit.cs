using Skeptic.Training;

namespace Skeptic.Auditing;

/// <summary>
/// How well a signal tells planted labels from the rest: the area under the ROC curve among what a run trained on, averaged over the
/// runs by their numbers of planted labels. Labels of the data that are wrong count as the rest, which draws every signal's area towards
/// 1/2 by the same factor and leaves the weights as they are.
/// </summary>
internal static class PlantedMerit
{
    /// <summary>Of a signal of training: each run has its own numbers of what it trained on.</summary>
    /// <param name="ofRun">[trained], lower is more suspicious.</param>
    public static double Of(FoldPlan plan, Func<int, double[]> ofRun)
    {
        var (sum, count) = (0.0, 0);
        for (var fold = 0; fold < plan.Folds; fold++)
        {
            var planted = plan.Planted[fold].Select(one => one.Sample).ToHashSet();
            if (planted.Count == 0) continue;
            bool[] wrong = [.. plan.Trained(fold).Select(planted.Contains)];
            sum += planted.Count * LabelErrorMetrics.Of("", [.. ofRun(fold).Select(value => -value)], wrong).Auroc;
            count += planted.Count;
        }
        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>Of a signal from outside the sample: the planted label is looked at as if it were the given one.</summary>
    /// <param name="values">[N], of the given labels.</param>
    /// <param name="of">A sample's number for a label.</param>
    public static double Of(FoldPlan plan, double[] values, Func<int, int, double> of) => Of(plan, fold =>
    {
        var planted = plan.Planted[fold].ToDictionary(one => one.Sample, one => one.Label);
        return [.. plan.Trained(fold).Select(i => planted.TryGetValue(i, out var label) ? of(i, label) : values[i])];
    });
}
