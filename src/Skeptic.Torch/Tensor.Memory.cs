using System.Runtime.InteropServices;
using Skeptic.Torch.Graphs;
using Skeptic.Torch.Native;
using Skeptic.Torch.Operators;

namespace Skeptic.Torch;

public sealed unsafe partial class Tensor
{
    private static class MemoryOps
    {
        internal static readonly Operator Empty = new("aten::empty", "memory_format");
        internal static readonly Operator Full = new("aten::full");
        internal static readonly Operator Arange = new("aten::arange", "start");
        internal static readonly Operator Item = new("aten::item");
        internal static readonly Operator ToDevice = new("aten::to", "device");
        internal static readonly Operator Contiguous = new("aten::contiguous");
        internal static readonly Operator Copy = new("aten::copy_");
    }

    // What is larger is a data set, uploaded once; pinned memory is never given back while the process lives.
    private const long LargestPinned = 64L << 20;
    private const string HostMemory = "it makes a tensor of numbers that the host holds";

    /// <summary>A tensor whose elements are not set.</summary>
    public static Tensor Empty(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        MemoryOps.Empty.Call(shape.ToArray(), type, Value.Default, device, Value.Default, Value.Default);

    /// <summary>A tensor in this machine's memory whose elements are not set, from which <paramref name="device"/> copies by itself: page-locked for a GPU.</summary>
    public static Tensor EmptyFor(ReadOnlySpan<long> shape, ScalarType type, Device device) => device.IsCpu
        ? Empty(shape, type)
        : MemoryOps.Empty.Call(shape.ToArray(), type, Value.Default, Device.Cpu, true, Value.Default);

    public static Tensor Full(ReadOnlySpan<long> shape, double value, ScalarType type = ScalarType.Float32, Device device = default) =>
        MemoryOps.Full.Call(shape.ToArray(), value, type, Value.Default, device, Value.Default);

    public static Tensor Zeros(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device device = default) => Full(shape, 0, type, device);

    public static Tensor Ones(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device device = default) => Full(shape, 1, type, device);

    /// <summary>0, 1, ..., <paramref name="count"/> - 1 as int64.</summary>
    public static Tensor Arange(long count, Device device = default) =>
        MemoryOps.Arange.Call(0L, count, ScalarType.Int64, Value.Default, device, Value.Default);

    /// <summary>A copy of <paramref name="items"/>, row by row; on the CPU it is the only copy made. Nothing waits for a GPU unless the copy is very large.</summary>
    public static Tensor From<T>(ReadOnlySpan<T> items, ReadOnlySpan<long> shape, Device device = default) where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape) count *= size;
        if (count != items.Length) throw new ArgumentException($"{items.Length} elements do not fill a tensor of shape [{string.Join(",", shape.ToArray())}], which has {count}", nameof(items));
        var type = ScalarTypes.Of<T>();
        var pinned = (long)items.Length * sizeof(T) <= LargestPinned;
        var host = EmptyFor(shape, type, pinned ? device : Device.Cpu);
        items.CopyTo(host.Span<T>());
        if (device.IsCpu) return host;
        var moved = pinned ? host.Upload(device) : host.Move(device);
        host.Dispose();
        return moved;
    }

    public static Tensor From<T>(T[] items, Device device = default) where T : unmanaged => From<T>(items, [items.Length], device);

    /// <summary>
    /// A tensor over managed or mapped memory, without a copy. The memory is pinned until the last tensor that shares it is gone.
    /// </summary>
    public static Tensor Over<T>(Memory<T> memory, ReadOnlySpan<long> shape) where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape) count *= size;
        if (count != memory.Length) throw new ArgumentException($"{memory.Length} elements do not fill a tensor of {count} elements", nameof(memory));
        var pin = GCHandle.Alloc(new PinnedMemory(memory.Pin()));
        var sizes = shape.ToArray();
        nint handle;
        Status status;
        fixed (long* p = sizes)
        {
            status = NativeMethods.sk_tensor_over(
                ((PinnedMemory)pin.Target!).Pointer, p, sizes.Length, (int)ScalarTypes.Of<T>(), &UnpinNative, GCHandle.ToIntPtr(pin), out handle);
        }
        if (status != Status.Ok) Unpin(GCHandle.ToIntPtr(pin));
        OperatorTape.Refuse(HostMemory);
        status.Check("making a tensor over memory");
        return new Tensor(handle);
    }

    /// <summary>The elements in place, row by row.</summary>
    /// <exception cref="EngineException">The tensor is on another device or not contiguous.</exception>
    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public Span<T> Span<T>() where T : unmanaged
    {
        if (Type != ScalarTypes.Of<T>()) throw new InvalidCastException($"the elements are {Type.Name()}, not {ScalarTypes.Of<T>().Name()}");
        OperatorTape.Refuse(HostMemory);
        NativeMethods.sk_tensor_data(Handle, out var data).Check($"reading the memory of {Describe()}");
        return new Span<T>(data, checked((int)Count));
    }

    /// <summary>The elements in place as raw bytes, of whatever type.</summary>
    /// <exception cref="EngineException">The tensor is on another device or not contiguous.</exception>
    public Span<byte> Bytes
    {
        get
        {
            var count = Count;
            OperatorTape.Refuse(HostMemory);
            NativeMethods.sk_tensor_data(Handle, out var data).Check($"reading the memory of {Describe()}");
            return new Span<byte>(data, checked((int)(count * _info.ElementSize)));
        }
    }

    /// <summary>A copy of all elements, row by row, from whatever device.</summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        using var scope = Scope.Open();
        Engine.CountHostRead();
        var host = Device.IsCpu ? this : Move(Device.Cpu);
        return host.Contiguous().Span<T>().ToArray();
    }

    /// <summary>The only element of a tensor that has one. On a GPU this waits for it.</summary>
    public double ToDouble() => MemoryOps.Item.CallNumber(this);

    /// <summary>The only element of an integer tensor that has one.</summary>
    public long ToInt64() => (long)ToDouble();

    /// <summary>The same elements on a device. To a GPU nothing waits, unless what is copied is very large; from one, everything.</summary>
    public Tensor To(Device device)
    {
        if (device.IsCpu) Engine.CountHostRead();
        if (device.IsCpu || !Device.IsCpu || Count * _info.ElementSize > LargestPinned) return Move(device);
        using var pinned = EmptyFor([.. Shape], Type, device);
        return pinned.CopyFrom(this).Upload(device);
    }

    /// <summary>Tensors of <see cref="EmptyFor"/>, on their device: asked for, not waited for. On the CPU the elements themselves.</summary>
    /// <remarks>The library keeps page-locked memory until the copy is done, so the tensor may be freed at once.</remarks>
    public Tensor Upload(Device device) => MemoryOps.ToDevice.Call(this, device, Type, true, false, Value.Default);

    public Tensor To(ScalarType type) => Type == type ? this : MemoryOps.ToDevice.Call(this, Device, type, false, false, Value.Default);

    private Tensor Move(Device device) => MemoryOps.ToDevice.Call(this, device, Type, false, false, Value.Default);

    public Tensor Contiguous() => MemoryOps.Contiguous.Call(this);

    /// <summary>The same elements, laid out in this order; the tensor itself where it is.</summary>
    public Tensor Contiguous(MemoryFormat format) => MemoryOps.Contiguous.Call(this, (int)format);

    /// <summary>Overwrites this tensor with <paramref name="source"/>, converted and broadcast as needed.</summary>
    public Tensor CopyFrom(Tensor source)
    {
        MemoryOps.Copy.Do(this, source);
        return this;
    }

    /// <summary>A tensor of bytes over memory that is no managed array, without a copy; it may have more than 2^31 elements.</summary>
    /// <param name="owner">Kept reachable until the last tensor that shares the memory is gone.</param>
    public static Tensor OverBytes(nint address, ReadOnlySpan<long> shape, object owner)
    {
        var pin = GCHandle.Alloc(owner);
        nint handle;
        Status status;
        fixed (long* p = shape)
        {
            status = NativeMethods.sk_tensor_over((void*)address, p, shape.Length, (int)ScalarType.UInt8, &UnpinNative, GCHandle.ToIntPtr(pin), out handle);
        }
        if (status != Status.Ok) Unpin(GCHandle.ToIntPtr(pin));
        OperatorTape.Refuse(HostMemory);
        status.Check("making a tensor over memory");
        return new Tensor(handle);
    }

    [UnmanagedCallersOnly]
    private static void UnpinNative(nint context) => Unpin(context);

    private static void Unpin(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        (handle.Target as PinnedMemory)?.Dispose();
        handle.Free();
    }

    private sealed class PinnedMemory(System.Buffers.MemoryHandle handle) : IDisposable
    {
        private System.Buffers.MemoryHandle _handle = handle;

        internal void* Pointer => _handle.Pointer;

        public void Dispose() => _handle.Dispose();
    }
}
