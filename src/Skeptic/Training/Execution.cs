using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Torch.Graphs;

namespace Skeptic.Training;

/// <summary>Where the samples of a data set lie while a run trains.</summary>
public enum DataPlace
{
    /// <summary>On the device where half of its free memory holds them, else in this machine's memory.</summary>
    Auto,

    /// <summary>On the device, all of them.</summary>
    Device,

    /// <summary>In this machine's memory: batches are read ahead of the steps that need them, and copied to the device.</summary>
    Host,
}

/// <summary>In which numbers convolutions and matrix products are computed.</summary>
public enum Precision
{
    Fp32,

    /// <summary>bfloat16: the range of fp32 with 8 binary digits, so that nothing needs scaling.</summary>
    Bf16,
}

/// <summary>How runs are computed: what changes their speed and their last digits, and so is no part of a recipe.</summary>
public sealed record Execution
{
    /// <summary>What part of the device's free memory a data set may take where <see cref="Data"/> is <see cref="DataPlace.Auto"/>.</summary>
    public const double LargestShare = 0.5;

    public DataPlace Data { get; init; }

    /// <summary>How the weights and inputs of convolutions lie; null for channels last on a GPU and contiguous on a processor, whose kernels of our own want that.</summary>
    public MemoryFormat? Layout { get; init; }

    /// <summary>TensorFloat-32 on GPUs that have it: faster matrix products and convolutions of fp32, with about three decimal digits. Off, fp32 means fp32.</summary>
    public bool Tf32 { get; init; }

    /// <summary>Deterministic algorithms alone: two runs of one recipe on one machine have equal bits on a GPU too. An operator that has none ends the run with its name.</summary>
    public bool Deterministic { get; init; }

    /// <summary>Steps that all ask for the same work are repeated by a CUDA graph; where they do not, or there is none, the run says why. A processor has no graphs.</summary>
    public bool Graphs { get; init; } = true;

    /// <summary>Makes graphs in place of CUDA's; for tests, on any device.</summary>
    internal Func<IDeviceGraph>? GraphMaker { get; init; }

    /// <summary>Why steps cannot be repeated by a graph on this device: empty where nobody expects it, null where they can.</summary>
    internal string? WhyNoGraph(Device device) => GraphMaker is not null ? null : !Graphs || device.IsCpu ? "" : CudaGraph.WhyNot;

    internal IDeviceGraph NewGraph() => GraphMaker?.Invoke() ?? new CudaGraph();

    internal MemoryFormat LayoutOn(Device device) => Layout ?? (device.IsCpu ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast);

    /// <summary>Sets what the engine knows for the whole process. A processor has neither TensorFloat-32 nor cuDNN.</summary>
    internal void Apply(Device device)
    {
        if (Engine.Deterministic != Deterministic) Engine.Deterministic = Deterministic;
        if (device.IsCpu) return;
        Engine.AllowTf32 = Tf32;
        // The algorithm that is fastest now need not be the one that is fastest in the next run.
        Engine.CudnnBenchmark = !Deterministic;
    }

    internal ExecutionFacts Facts(Device device, bool inHost) => new()
    {
        Data = inHost ? "host" : "device",
        Layout = SettingNames.FromEnum(LayoutOn(device).ToString()),
        Deterministic = Deterministic,
        Tf32 = device.IsCpu ? null : Tf32,
        CudnnBenchmark = device.IsCpu ? null : !Deterministic,
        Graphs = device.IsCpu ? null : Graphs,
    };
}

/// <summary>How a run was computed: beside the recipe, all that its last digits depend on.</summary>
public sealed record ExecutionFacts
{
    /// <summary><c>device</c> or <c>host</c>: where the samples lay.</summary>
    public required string Data { get; init; }

    /// <summary><c>contiguous</c> or <c>channels-last</c>.</summary>
    public required string Layout { get; init; }

    public required bool Deterministic { get; init; }

    /// <summary>Null on a processor, which has none.</summary>
    public bool? Tf32 { get; init; }

    /// <summary>Whether cuDNN chose its algorithms by trying them; null on a processor.</summary>
    public bool? CudnnBenchmark { get; init; }

    /// <summary>Whether steps were to be repeated by CUDA graphs; null on a processor.</summary>
    public bool? Graphs { get; init; }
}
