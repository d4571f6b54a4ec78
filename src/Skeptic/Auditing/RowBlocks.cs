namespace Skeptic.Auditing;

/// <summary>Consecutive rows in a buffer that is used again once the body returns.</summary>
/// <param name="Rows">[Count,K] and perhaps more behind.</param>
/// <param name="Scratch">As long as <paramref name="Rows"/>, for the body.</param>
internal readonly record struct RowBlock(int First, int Count, int Classes, double[] Rows, double[] Scratch)
{
    public ReadOnlySpan<double> Row(int i) => Rows.AsSpan(i * Classes, Classes);
}

/// <summary>
/// Passes over all rows by several threads. Blocks do not depend on the number of threads, and what bodies do with them is either per
/// sample or a sum of whole numbers, so that neither do results.
/// </summary>
internal sealed class RowBlocks(ClassProbabilities source, AuditOptions options, IProgress<AuditProgress>? progress, CancellationToken cancel)
{
    private const int Numbers = 1 << 15;
    private const int MostRows = 1 << 12;
    private const int Reports = 1 << 18;

    public int Count => source.Count;

    public int Classes => source.Classes;

    /// <param name="wanted">Whether any row of (first, count) is needed; null for all.</param>
    public void Each(string stage, Action<RowBlock> body, Func<int, int, bool>? wanted = null)
        => Each(stage, () => 0, (_, block) => body(block), _ => { }, wanted);

    /// <param name="start">Makes what one thread alone works on.</param>
    /// <param name="end">Takes it in; one thread at a time.</param>
    public void Each<TLocal>(string stage, Func<TLocal> start, Action<TLocal, RowBlock> body, Action<TLocal> end, Func<int, int, bool>? wanted = null)
    {
        var perBlock = Math.Clamp(Numbers / Classes, 1, MostRows);
        var blocks = (Count + perBlock - 1) / perBlock;
        var (done, gate) = (0L, new Lock());
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
        Parallel.For(
            0,
            blocks,
            threads,
            () => (Local: start(), Rows: new double[perBlock * Classes], Scratch: new double[perBlock * Classes]),
            (at, _, own) =>
            {
                var first = at * perBlock;
                var count = Math.Min(perBlock, Count - first);
                if (wanted is null || wanted(first, count))
                {
                    source.Read(first, own.Rows.AsSpan(0, count * Classes));
                    var block = new RowBlock(first, count, Classes, own.Rows, own.Scratch);
                    if (options.Normalise) Normalise(block);
                    body(own.Local, block);
                }
                Advance(count);
                return own;
            },
            own =>
            {
                lock (gate) end(own.Local);
            });

        void Advance(int count)
        {
            if (progress is null) return;
            var now = Interlocked.Add(ref done, count);
            if (now == Count || now / Reports != (now - count) / Reports) progress.Report(new(stage, now, Count));
        }
    }

    /// <summary>A row that cannot be normalised becomes NaN, which the first pass refuses.</summary>
    private static void Normalise(RowBlock block)
    {
        for (var i = 0; i < block.Count; i++)
        {
            var row = block.Rows.AsSpan(i * block.Classes, block.Classes);
            double sum = 0;
            var valid = true;
            foreach (var p in row)
            {
                sum += p;
                valid &= p >= 0;
            }
            if (!valid || !double.IsFinite(sum) || sum <= 0) sum = double.NaN;
            foreach (ref var p in row) p /= sum;
        }
    }
}
