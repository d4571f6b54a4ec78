using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Batches out of this machine's memory or disk: read by other threads before they are needed, into page-locked memory where the device
/// is a GPU, and copied to it without waiting. Which samples a batch holds does not depend on who reads it.
/// </summary>
/// <param name="rows">Positions in <paramref name="data"/> of all samples, in their order.</param>
internal sealed class BatchesAhead(DeviceData data, long[] rows) : IDisposable
{
    private readonly Dictionary<(long Start, long Count), Task<Tensor>> _coming = [];
    private readonly int _workers = Engine.Threads;

    /// <summary>Starts to read a batch; nothing where it is under way, or empty.</summary>
    internal void Prepare(long start, long count)
    {
        if (count > 0 && !_coming.ContainsKey((start, count))) _coming[(start, count)] = Task.Run(() => Read(start, count));
    }

    /// <summary>The batch as the data set holds it, on the device, in the scope that is open now.</summary>
    /// <exception cref="Data.DataException">A file is missing or damaged.</exception>
    internal Tensor Take(long start, long count)
    {
        var host = _coming.Remove((start, count), out var coming) ? coming.GetAwaiter().GetResult() : Read(start, count);
        using (host) return host.Upload(data.Device);
    }

    /// <summary>Waits for what is under way, and frees what nobody took.</summary>
    public void Dispose()
    {
        foreach (var coming in _coming.Values)
        {
            try
            {
                coming.GetAwaiter().GetResult().Dispose();
            }
            catch (Data.DataException)
            {
                // Nobody asked for this batch.
            }
        }
        _coming.Clear();
    }

    private Tensor Read(long start, long count) => data.ReadRows(rows.AsSpan((int)start, (int)count), _workers);
}
