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
        var order = Permutation(RandomStream.Derive(seed, Purposes.Order, epoch, passNumber), count, device);
        return pass.Samples is null ? order : pass.Samples.IndexSelect(order);
    }

    /// <summary>The order of a pass's further samples.</summary>
    /// <param name="samples">int64 <c>[U]</c>.</param>
    /// <param name="round">How often they were through before.</param>
    internal Tensor Beside(Tensor samples, int epoch, int passNumber, int round) =>
        samples.IndexSelect(Permutation(RandomStream.Derive(seed, Purposes.Order + " beside", epoch, passNumber, round), checked((int)samples.Count), samples.Device));

    /// <summary>Steps of a pass over <paramref name="samples"/>; the last batch may be smaller.</summary>
    /// <remarks>One sample left over joins the batch before it: batch normalisation cannot take the variance of one.</remarks>
    internal int Steps(long samples) => checked((int)(samples / batchSize + (samples % batchSize > (samples > batchSize ? 1 : 0) ? 1 : 0)));

    /// <summary>Where the batch of a step lies in the order of its pass.</summary>
    internal (long Start, long Count) Range(long samples, int step)
    {
        var start = (long)step * batchSize;
        return (start, step == Steps(samples) - 1 ? samples - start : batchSize);
    }

    private static Tensor Permutation(RandomStream draws, int count, Device device) =>
        Tensor.From([.. draws.Permutation(count).Select(position => (long)position)], device);
}
