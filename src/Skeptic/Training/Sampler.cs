using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Draws the batches of a pass. The order of an epoch is a function of the run's seed and the epoch alone, so a resumed run
/// needs no saved state to go on where it stopped.
/// </summary>
/// <remarks>
/// Where samples are divided into shards, each has an order of its own, and a batch is made of equal parts of all of them, one after
/// the other. A process that trains one shard sees that part of every batch.
/// </remarks>
internal sealed class Sampler(ulong seed, int batchSize, Shards? division = null)
{
    private readonly Shards _shards = division ?? Shards.Undivided;

    /// <summary>Samples that one shard has in a batch.</summary>
    private int Part => batchSize / _shards.Count;

    /// <summary>The samples of a pass in this epoch's order: int64 <c>[M]</c> on <paramref name="device"/>; those of this process alone.</summary>
    /// <exception cref="CompositionException">Samples are divided, and the pass chooses some of them.</exception>
    internal Tensor Order(Pass pass, int samples, int epoch, int passNumber, Device device)
    {
        if (_shards.Count > 1) return DividedOrder(pass, samples, epoch, passNumber, device);
        var count = pass.Samples is null ? samples : checked((int)pass.Samples.Count);
        var order = Permutation(RandomStream.Derive(seed, Purposes.Order, epoch, passNumber), count, device);
        return pass.Samples is null ? order : pass.Samples.IndexSelect(order);
    }

    /// <summary>The order of a pass's further samples.</summary>
    /// <param name="samples">int64 <c>[U]</c>.</param>
    /// <param name="round">How often they were through before.</param>
    internal Tensor Beside(Tensor samples, int epoch, int passNumber, int round) =>
        samples.IndexSelect(Permutation(RandomStream.Derive(seed, Purposes.Order + " beside", epoch, passNumber, round), checked((int)samples.Count), samples.Device));

    /// <summary>Steps of a pass over <paramref name="samples"/> of all processes; the last batch may be smaller or, of shards, larger.</summary>
    /// <remarks>
    /// One sample left over joins the batch before it: batch normalisation cannot take the variance of one. The shortest shard decides for
    /// all of them; another's last part has one sample more.
    /// </remarks>
    internal int Steps(long samples)
    {
        var shortest = samples / _shards.Count;
        return checked((int)(shortest / Part + (shortest % Part > (shortest > Part ? 1 : 0) ? 1 : 0)));
    }

    /// <summary>Where the batch of a step, or this process's part of it, lies in the order of its pass.</summary>
    /// <param name="samples">Of the pass, in all processes.</param>
    internal (long Start, long Count) Range(long samples, int step)
    {
        var (start, count) = (0L, 0L);
        foreach (var shard in _shards.Here)
        {
            start += (long)step * Part;
            count += Size(samples, shard, step);
        }
        return (start, count);
    }

    /// <summary>Samples of a step in all processes.</summary>
    internal long Whole(long samples, int step) => step == Steps(samples) - 1 ? samples - (long)step * Part * _shards.Count : (long)Part * _shards.Count;

    /// <summary>Where this process's part of a step begins in it.</summary>
    internal long Start(long samples, int step) => _shards.Own is { } own ? Enumerable.Range(0, own).Sum(shard => Size(samples, shard, step)) : 0;

    /// <summary>Of which shards, one after the other, this process's part of a step is made; none where samples are not divided.</summary>
    internal IReadOnlyList<(int Shard, long Count)> Parts(long samples, int step) =>
        _shards.Count == 1 ? [] : [.. _shards.Here.Select(shard => (shard, Size(samples, shard, step)))];

    private long Size(long samples, int shard, int step) => step == Steps(samples) - 1 ? _shards.Size(samples, shard) - (long)step * Part : Part;

    private Tensor DividedOrder(Pass pass, int samples, int epoch, int passNumber, Device device)
    {
        if (pass.Samples is not null || pass.Beside is not null)
            throw new CompositionException("this method's plan chooses the samples of a pass, and with shards every pass goes over all of them; leave shards out");
        var orders = _shards.Here.Select(shard =>
            RandomStream.Derive(seed, Purposes.Order + " shard", epoch, passNumber, shard).Permutation((int)_shards.Size(samples, shard))
                .Select(row => (long)row * _shards.Count + shard).ToArray()).ToArray();
        var order = new List<long>(orders.Sum(one => one.Length));
        var steps = Steps(samples);
        for (var step = 0; step < steps; step++)
            foreach (var one in orders) order.AddRange(step == steps - 1 ? one.AsSpan(step * Part) : one.AsSpan(step * Part, Part));
        return Tensor.From([.. order], device);
    }

    private static Tensor Permutation(RandomStream draws, int count, Device device) =>
        Tensor.From([.. draws.Permutation(count).Select(position => (long)position)], device);
}
