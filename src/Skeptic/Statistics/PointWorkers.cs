namespace Skeptic.Statistics;

/// <summary>
/// Work on points, cut into ranges that do not depend on the number of threads. A body writes to its own points alone, so the results
/// have the same bits for any number of threads.
/// </summary>
internal readonly record struct PointWorkers(int Threads, CancellationToken Cancel)
{
    private const int Size = 128;

    /// <param name="body">Takes the first point of a range and the one after its last.</param>
    public void Each(int count, Action<int, int> body)
    {
        var ranges = (count + Size - 1) / Size;
        if (Threads > 1)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = Cancel };
            Parallel.For(0, ranges, options, range => body(range * Size, Math.Min(count, (range + 1) * Size)));
            return;
        }
        for (var range = 0; range < ranges; range++)
        {
            Cancel.ThrowIfCancellationRequested();
            body(range * Size, Math.Min(count, (range + 1) * Size));
        }
    }
}
