using System.Text;
using Skeptic.Torch.Graphs;
using Skeptic.Torch.Native;

namespace Skeptic.Torch;

/// <summary>The state of the engine as a whole: threads, devices, modes, and what it is made of.</summary>
public static unsafe class Engine
{
    [ThreadStatic] private static long t_hostReads;

    private enum Option
    {
        Threads, InteropThreads, GradMode, Deterministic, AllowTf32, CudnnBenchmark, FlushDenormal, CudaDevices, OneDnn,
    }

    /// <summary>
    /// Threads that one operator may use when called from this thread, at least 1. Setting it also sets the default for
    /// threads that have not used the engine yet; two trainings side by side want 1 each.
    /// </summary>
    public static int Threads
    {
        get => (int)Get(Option.Threads);
        set => Set(Option.Threads, value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "at least one thread"));
    }

    /// <summary>How many CUDA devices can be used; 0 without a driver or with a libtorch built without CUDA.</summary>
    public static int CudaDevices => (int)Get(Option.CudaDevices);

    /// <summary>Only deterministic algorithms; an operator that has none then throws.</summary>
    public static bool Deterministic { get => Get(Option.Deterministic) != 0; set => Set(Option.Deterministic, value ? 1 : 0); }

    /// <summary>TensorFloat-32 in matrix products and convolutions on CUDA: faster, about three decimal digits. Off at first.</summary>
    public static bool AllowTf32 { get => Get(Option.AllowTf32) != 0; set => Set(Option.AllowTf32, value ? 1 : 0); }

    /// <summary>Treats denormal numbers as zero on this thread.</summary>
    public static void FlushDenormals(bool on) => Set(Option.FlushDenormal, on ? 1 : 0);

    /// <summary>Lets cuDNN try its algorithms on the first step of every shape and keep the fastest: faster, and not the same from run to run.</summary>
    public static bool CudnnBenchmark { get => Get(Option.CudnnBenchmark) != 0; set => Set(Option.CudnnBenchmark, value ? 1 : 0); }

    internal static bool GradEnabled
    {
        get => Get(Option.GradMode) != 0;
        set
        {
            Set(Option.GradMode, value ? 1 : 0);
            OperatorTape.Current?.AddMode(value);
        }
    }

    /// <summary>
    /// How often this thread asked for something that a GPU answers only once it has finished: elements of a tensor, a result whose shape
    /// depends on them, or <see cref="Synchronize"/>. Counted on every device, so that a test on a processor sees what a GPU would wait for.
    /// </summary>
    public static long HostReads => t_hostReads;

    /// <summary>Waits until the device has finished what was asked of it.</summary>
    public static void Synchronize(Device device)
    {
        CountHostRead();
        NativeMethods.sk_synchronize((int)device.Type, device.Index).Check($"synchronising {device}");
    }

    /// <summary>Bytes that a device has, and those that nobody uses now; null where it cannot tell, as a processor cannot.</summary>
    public static (long Free, long Total)? Memory(Device device) =>
        !device.IsCpu && NativeMethods.sk_device_memory((int)device.Type, Math.Max(0, device.Index), out var free, out var total) == Status.Ok ? (free, total) : null;

    internal static void CountHostRead()
    {
        t_hostReads++;
        OperatorTape.Refuse("it reads the device");
    }

    /// <summary>The native file in use; null until the engine was first called.</summary>
    public static string? LoadedFrom => EngineLibrary.LoadedFrom;

    /// <summary>Where the native file is looked for, in order.</summary>
    public static IEnumerable<string> Candidates => EngineLibrary.Candidates();

    /// <summary>Facts about the library: version, string ABI, devices, BLAS back-ends, processor capability.</summary>
    public static IReadOnlyDictionary<string, string> Describe()
    {
        NativeMethods.sk_describe(null, 0, out var length).Check("describing the engine");
        var buffer = new byte[length + 1];
        fixed (byte* p = buffer) NativeMethods.sk_describe(p, buffer.Length, out length).Check("describing the engine");
        return Encoding.UTF8.GetString(buffer, 0, (int)length)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[^1]);
    }

    private static long Get(Option option)
    {
        NativeMethods.sk_option_get((int)option, out var value).Check($"reading {option}");
        return value;
    }

    private static void Set(Option option, long value) => NativeMethods.sk_option_set((int)option, value).Check($"setting {option}");
}
