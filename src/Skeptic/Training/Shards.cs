using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// How the samples of a run are divided: sample i of the training set belongs to shard i mod <paramref name="Count"/> for the whole run,
/// and lies at row i div <paramref name="Count"/> among what is kept for the samples of its shard.
/// </summary>
/// <param name="Count">1 where they are not divided.</param>
/// <param name="Own">The only shard that this process trains; null where it trains them all.</param>
internal sealed record Shards(int Count, int? Own)
{
    internal static Shards Undivided { get; } = new(1, null);

    /// <summary>The shards that this process trains.</summary>
    internal IEnumerable<int> Here => Own is { } own ? [own] : Enumerable.Range(0, Count);

    /// <summary>How many of <paramref name="samples"/> samples belong to a shard.</summary>
    internal long Size(long samples, int shard) => (samples - shard + Count - 1) / Count;

    /// <summary>The positions of a shard's samples, in order: int64 <c>[Size]</c>.</summary>
    internal Tensor Positions(long samples, int shard, Device device) =>
        Tensor.From([.. Enumerable.Range(0, checked((int)Size(samples, shard))).Select(row => (long)row * Count + shard)], device);

    /// <summary>Of what is kept for all samples, the rows of this process's own: the same tensor where it trains them all.</summary>
    internal Tensor Kept(Tensor all) => Own is { } own ? all.IndexSelect(Positions(all.Size(0), own, all.Device)) : all;
}
