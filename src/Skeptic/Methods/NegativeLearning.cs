using Skeptic.Randomness;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>
/// The losses of negative learning and of the stages that follow it (Kim, Yim, Yun and Kim, ICCV 2019), as functions of logits and labels.
/// Each returns one number per example, <c>[B]</c>, whose plain mean over the batch is the loss of the stage.
/// </summary>
/// <remarks>
/// A mask of kept examples is bool <c>[B]</c>, null for all. A batch of which nothing is kept has the loss 0, where the authors' code divides
/// by 0; nothing here waits for the device. With a <see cref="WholeBatch"/> the kept of all processes count.
/// </remarks>
internal static class NegativeLearning
{
    private const double Floor = 1e-5;

    /// <summary>The largest class over each class, by the given labels: float32 <c>[K]</c>; 0 for a class without a label.</summary>
    /// <param name="labels">int64 <c>[N]</c>.</param>
    internal static Tensor ClassWeights(Tensor labels, int classes)
    {
        var counts = Tensor.Zeros([classes], ScalarType.Float32, labels.Device).AddRows(labels, Tensor.Ones([labels.Count], ScalarType.Float32, labels.Device));
        return (counts > 0).To(ScalarType.Float32) * (counts.Max() / counts.Clamp(1));
    }

    /// <summary>The offsets of a step's samples, drawn for the batch of all processes.</summary>
    internal static Tensor Offsets(Branch branch, int draws, string purpose) =>
        branch.Whole.Own(Offsets(checked((int)branch.Whole.Size), branch.Run.Classes, draws, branch.Run.Stream(purpose, branch), branch.Batch.Labels.Device));

    /// <summary>How far each drawn class lies behind the label, uniform on 1..K-1: int64 <c>[B,draws]</c>.</summary>
    internal static Tensor Offsets(int rows, int classes, int draws, RandomStream random, Device device)
    {
        var offsets = new long[rows * draws];
        for (var i = 0; i < offsets.Length; i++) offsets[i] = 1 + random.NextInt(classes - 1);
        return Tensor.From<long>(offsets, [rows, draws], device);
    }

    /// <summary>Classes that a sample is said not to be of, (y + offset) mod K: int64 <c>[B,draws]</c>.</summary>
    /// <param name="labels">int64 <c>[B]</c>.</param>
    internal static Tensor Complementary(Tensor labels, Tensor offsets, int classes) => (labels.Unsqueeze(1) + offsets).Remainder(classes);

    /// <summary>-w_y sum_l log max(1 - p_c(l), 1e-5); with a mask, the batch mean is over the kept.</summary>
    /// <param name="complementary">int64 <c>[B,draws]</c>.</param>
    /// <param name="classWeights"><c>[K]</c>.</param>
    internal static Tensor Negative(Tensor logits, Tensor labels, Tensor complementary, Tensor classWeights, Tensor? kept = null, WholeBatch? whole = null)
    {
        var losses = -Refused(logits).Gather(complementary).Sum(1) * classWeights.IndexSelect(labels);
        return kept is null ? losses : OverKept(losses, kept.To(losses.Type), whole);
    }

    /// <summary>log max(1 - p, 1e-5) of every class: <c>[B,K]</c>.</summary>
    internal static Tensor Refused(Tensor logits) => (1 - logits.Softmax()).Clamp(Floor, 1).Log();

    /// <summary>-w_y log p_y of the kept; the batch mean is over the sum of their class weights, not their number, as coded.</summary>
    internal static Tensor Positive(Tensor logits, Tensor labels, Tensor classWeights, Tensor? kept = null, WholeBatch? whole = null)
    {
        var weights = classWeights.IndexSelect(labels);
        if (kept is not null) weights *= kept.To(weights.Type);
        return OverKept(logits.CrossEntropy(labels), weights, whole);
    }

    /// <summary>-w_c sum_k q_k log p_k with c the likeliest class of the soft label q.</summary>
    /// <param name="soft"><c>[B,K]</c>, rows sum to 1.</param>
    internal static Tensor Soft(Tensor logits, Tensor soft, Tensor classWeights) =>
        logits.CrossEntropy(soft) * classWeights.IndexSelect(soft.ArgMax(1));

    /// <summary>losses * weights, scaled so that their mean is their sum over the weights' sum.</summary>
    /// <param name="whole">Null where <paramref name="losses"/> are those of the whole batch.</param>
    private static Tensor OverKept(Tensor losses, Tensor weights, WholeBatch? whole)
    {
        // The sum of what is kept is 0 or well above the floor, as class weights are at least 1.
        var sum = weights.Sum();
        var scale = (whole?.Size ?? losses.Count) / (whole?.Sum(sum) ?? sum).Clamp(1e-6);
        return losses * weights * scale;
    }
}
