using Skeptic.Torch.Native;

namespace Skeptic.Torch.Graphs;

/// <summary>
/// A CUDA graph: all kernels of the work, forward and backward, are launched at once. The thread works on a stream of its own
/// (<see cref="DeviceStream"/>), and tensors that the work makes lie in memory of the graph, which every repetition overwrites.
/// </summary>
public sealed class CudaGraph : IDeviceGraph
{
    private nint _graph;

    ~CudaGraph() => Free();

    /// <summary>Why this engine has no CUDA graphs; null where it has them.</summary>
    public static string? WhyNot => NativeMethods.sk_graphs_available() == Status.Ok ? null : StatusExtensions.LastError();

    public void Capture(Action body)
    {
        if (_graph != 0) throw new InvalidOperationException("this graph was captured before");
        NativeMethods.sk_graph_begin(out _graph).Check("starting a CUDA graph");
        try
        {
            body();
            NativeMethods.sk_graph_end(_graph).Check("ending a CUDA graph");
        }
        catch
        {
            Free();
            throw;
        }
        Replay();
    }

    public void Replay()
    {
        if (_graph == 0) throw new InvalidOperationException("nothing was captured");
        NativeMethods.sk_graph_replay(_graph).Check("repeating a CUDA graph");
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var graph = Interlocked.Exchange(ref _graph, 0);
        if (graph != 0) NativeMethods.sk_graph_release(graph);
    }
}
