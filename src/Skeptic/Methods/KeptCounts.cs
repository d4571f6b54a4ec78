using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>How often every sample was kept once selection is in full force: wrong labels are kept rarely.</summary>
internal sealed class KeptCounts(string method, int rampEpochs, Needs needs)
{
    private readonly PerSample _kept = needs.Memory("kept", 1);

    /// <param name="weights"><c>[B]</c>, above 0 where a sample was kept.</param>
    internal void Observe(Branch branch, Tensor weights)
    {
        if (branch.Clock.Epoch < Math.Min(rampEpochs, branch.Clock.Epochs - 1) || branch.Examples.Index is null) return;
        _kept[branch] = _kept[branch] + (weights > 0).To(ScalarType.Float32).Unsqueeze(1);
    }

    internal LabelScores LabelScores(Run run)
    {
        // Counts tie, so the mean loss decides among equals: it is squeezed into less than one count.
        var loss = run.Logits.CrossEntropy(run.GivenLabels);
        var rank = loss / (1 + loss.Max());
        return new($"{method}: how rarely kept", rank - _kept.Mean().Squeeze(1));
    }
}
