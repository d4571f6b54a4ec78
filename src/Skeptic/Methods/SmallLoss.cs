using Skeptic.Torch;

namespace Skeptic.Methods;

/// <summary>Trust in what is easy: of a batch, the rows with the smallest losses teach.</summary>
internal static class SmallLoss
{
    /// <summary>Of a batch of <paramref name="size"/> rows, how many are kept: (1 - rate) of them, cut off, at least one.</summary>
    internal static long Keep(double rate, long size) => Math.Max(1, (long)((1 - rate) * size));

    /// <summary>Weights <c>[B]</c> that make a mean over the batch a mean over the <paramref name="keep"/> rows with the smallest losses.</summary>
    /// <param name="losses"><c>[B]</c>; ties go to the earlier row.</param>
    internal static Tensor Weights(Tensor losses, long keep, bool divideTwice)
    {
        var size = losses.Count;
        if (keep == size && !divideTwice) return Tensor.Ones([size], losses.Type, losses.Device);
        var weight = (double)size / keep / (divideTwice ? keep : 1);
        return Tensor.Zeros([size], losses.Type, losses.Device).SetAt(losses.ArgSort().Rows(0, keep), weight);
    }

    /// <summary>
    /// As <see cref="Weights"/>, among the rows of <paramref name="candidates"/> alone; all of these where a share of them would be none.
    /// Their number stays on the device. Without any candidate, 0 throughout.
    /// </summary>
    /// <param name="candidates">bool <c>[B]</c>.</param>
    internal static Tensor WeightsAmong(Tensor candidates, Tensor losses, double rate, bool divideTwice)
    {
        var size = losses.Count;
        var count = candidates.To(ScalarType.Float64).Sum();
        var share = (count * (1 - rate)).To(ScalarType.Int64).To(ScalarType.Float64);
        var keep = (share >= 1).Choose(share, count);
        var shut = Tensor.Full([size], double.PositiveInfinity, losses.Type, losses.Device);
        var rank = candidates.Choose(losses, shut).ArgSort().ArgSort().To(ScalarType.Float64);
        var kept = (keep - rank > 0).And(candidates).To(losses.Type);
        var least = keep.Clamp(1);
        return kept * ((divideTwice ? least * least : least).Pow(-1) * size).To(losses.Type);
    }
}
