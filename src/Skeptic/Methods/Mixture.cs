using Skeptic.Randomness;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>How the rows of a batch are mixed with others of it: l x_i + (1 - l) x_j.</summary>
/// <param name="Partners">j of every row, int64 <c>[B]</c>.</param>
/// <param name="Share">l, <c>[B]</c>, or <c>[1]</c> for all rows.</param>
internal sealed record Mixture(Tensor Partners, Tensor Share)
{
    /// <summary>The mixture of a step: the same however often it is drawn. Where samples are divided into shards, partners are of one shard.</summary>
    /// <param name="alpha">Of Beta(alpha, alpha), from which shares come; 0 leaves every row as it is.</param>
    /// <param name="perRow">A share for every row instead of one for the batch.</param>
    /// <param name="ownMost">Take l or 1 - l, whichever is larger, so that a row stays mostly itself.</param>
    /// <param name="rows">How many there are; those of the batch by default. Only where samples are not divided.</param>
    internal static Mixture Draw(Branch branch, double alpha, bool perRow = false, bool ownMost = false, int? rows = null)
    {
        var (batch, draws) = (branch.Batch, branch.Run.Stream("mixup", branch));
        double Share(RandomStream from)
        {
            var share = alpha == 0 ? 1 : from.NextBeta(alpha, alpha);
            return ownMost ? Math.Max(share, 1 - share) : share;
        }
        var (partners, shares) = (new List<long>(), new List<double>());
        void Part(long count, RandomStream from)
        {
            long start = partners.Count;
            partners.AddRange(from.Permutation((int)count).Select(partner => start + partner));
            for (var i = 0; perRow && i < count; i++) shares.Add(Share(from));
        }
        if (batch.Parts.Count == 0) Part(rows ?? batch.Size, draws);
        foreach (var (shard, count) in batch.Parts) Part(count, branch.Run.Stream("mixup", branch, shard));
        if (!perRow) shares.Add(Share(draws));
        return new(Tensor.From([.. partners], batch.Inputs.Device), Tensor.From([.. shares], batch.Inputs.Device).To(batch.Inputs.Type));
    }

    /// <param name="rows"><c>[B,...]</c>.</param>
    internal Tensor Of(Tensor rows)
    {
        var own = Share.Reshape([Share.Count, .. Enumerable.Repeat(1L, rows.Rank - 1)]);
        return own * rows + (1 - own) * rows.IndexSelect(Partners);
    }
}
