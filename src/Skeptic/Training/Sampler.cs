using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Draws the batches of a pass. The order of an epoch is a function of the run's seed and the epoch alone, so a resumed run
/// needs no saved state to go on where it stopped.
/// </summary>
internal sealed class Sampler(ulong seed, int batchSize)
{
    /// <summary>The samples of a pass in this epoch's order: int64 <c>[M]</c> on <paramref name="device"/>.</summary>
    internal Tensor Order(Pass pass, int samples, int epoch, int passNumber, Device device)
    {
        var count = pass.Samples is null ? samples : checked((int)pass.Samples.Count);
        var permutation = RandomStream.Derive(seed, "order", epoch, passNumber).Permutation(count);
        var order = new long[count];
        for (var i = 0; i < count; i++) order[i] = permutation[i];
        var tensor = Tensor.From(order, device);
        return pass.Samples is null ? tensor : pass.Samples.IndexSelect(tensor);
    }

    /// <summary>Steps of a pass over <paramref name="samples"/>; the last batch may be smaller.</summary>
    /// <remarks>One sample left over joins the batch before it: batch normalisation cannot take the variance of one.</remarks>
    internal int Steps(long samples) => checked((int)(samples / batchSize + (samples % batchSize > (samples > batchSize ? 1 : 0) ? 1 : 0)));

    /// <summary>Where the batch of a step lies in the order of its pass.</summary>
    internal (long Start, long Count) Range(long samples, int step)
    {
        var start = (long)step * batchSize;
        return (start, step == Steps(samples) - 1 ? samples - start : batchSize);
    }
}
