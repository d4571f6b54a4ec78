using System.Runtime.InteropServices;
using Skeptic.Torch.Graphs;

namespace Skeptic.Torch.Tests;

/// <summary>What a device offers beside operators, as far as a processor has it.</summary>
public unsafe partial class DeviceStreamTests
{
    private const int NotFound = 3;

    [Fact]
    public void A_processor_has_no_streams_and_needs_none()
    {
        using var scope = Scope.Open();
        using var stream = DeviceStream.Own(Device.Cpu);
        Assert.Equal(3, Tensor.From([1f, 2]).Sum().ToDouble());
        stream.Dispose();
    }

    [Fact]
    public void A_processor_does_not_tell_its_free_memory() => Assert.Null(Engine.Memory(Device.Cpu));

    [Fact]
    public void Streams_and_memory_of_a_processor_are_refused_with_a_reason()
    {
        Assert.NotEqual(0, sk_stream_new(0, -1, out _));
        Assert.Contains("stream", Error(), StringComparison.Ordinal);
        Assert.Equal(NotFound, sk_device_memory(0, 0, out _, out _));
        Assert.Contains("CUDA", Error(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_without_CUDA_graphs_says_what_they_need()
    {
        if (Engine.Describe()["cuda graphs"] == "yes") return;
        Assert.Equal(NotFound, sk_graphs_available());
        Assert.Equal(NotFound, sk_graph_begin(out _));
        Assert.Contains("cuda_runtime_api.h", Error(), StringComparison.Ordinal);
        Assert.Equal(NotFound, sk_graph_replay(0));
        Assert.Contains("cuda_runtime_api.h", CudaGraph.WhyNot, StringComparison.Ordinal);
    }

    private static string Error()
    {
        var buffer = new byte[1024];
        fixed (byte* p = buffer) return System.Text.Encoding.UTF8.GetString(buffer, 0, (int)sk_error(p, buffer.Length));
    }

    [LibraryImport("skeptic_torch")] private static partial long sk_error(byte* buffer, long capacity);
    [LibraryImport("skeptic_torch")] private static partial int sk_device_memory(int type, int index, out long free, out long total);
    [LibraryImport("skeptic_torch")] private static partial int sk_stream_new(int type, int index, out long stream);
    [LibraryImport("skeptic_torch")] private static partial int sk_graphs_available();
    [LibraryImport("skeptic_torch")] private static partial int sk_graph_begin(out nint graph);
    [LibraryImport("skeptic_torch")] private static partial int sk_graph_replay(nint graph);
}
