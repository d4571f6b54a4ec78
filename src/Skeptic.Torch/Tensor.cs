using Skeptic.Torch.Graphs;
using Skeptic.Torch.Native;

namespace Skeptic.Torch;

/// <summary>
/// An n-dimensional array of the engine. Made by operators; owned by the innermost open <see cref="Scope"/> of the thread that
/// made it, or by its holder where no scope is open. Not safe for writing from several threads at once.
/// </summary>
public sealed unsafe partial class Tensor : IDisposable
{
    private const int MaximumRank = 8;
    private nint _handle;
    private HandleGuard? _guard;
    private long[]? _shape;
    private NativeTensorInfo _info;

    internal Tensor(nint handle)
    {
        _handle = handle;
        Scope.CountMade();
        if (Scope.Current is { } scope) scope.Add(this);
        else Guard();
    }

    internal Scope? Owner { get; set; }

    internal int Slot { get; set; }

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Tensor), "this tensor was freed, most likely by the scope that it was made in");

    /// <summary>Sizes of all dimensions, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape => _shape ??= ReadShape(Handle, out _info);

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Count;

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            _shape ??= ReadShape(Handle, out _info);
            return _info.Elements;
        }
    }

    public ScalarType Type
    {
        get
        {
            _shape ??= ReadShape(Handle, out _info);
            return (ScalarType)_info.ScalarType;
        }
    }

    public Device Device
    {
        get
        {
            _shape ??= ReadShape(Handle, out _info);
            return new Device((DeviceType)_info.DeviceType, _info.DeviceType == 0 ? -1 : _info.DeviceIndex);
        }
    }

    /// <summary>The size of one dimension; negative numbers count from the last.</summary>
    public long Size(int dimension) => Shape[dimension < 0 ? dimension + Rank : dimension];

    /// <summary>Whether operators on this tensor are recorded while <see cref="Torch.Grad"/> is on.</summary>
    public bool RequiresGrad
    {
        get
        {
            _shape = ReadShape(Handle, out _info);
            return _info.RequiresGrad != 0;
        }
    }

    /// <summary>The gradient that <see cref="Backward"/> accumulated on this leaf; null before the first one.</summary>
    /// <remarks>Every read is a tensor of its own, owned like any other.</remarks>
    public Tensor? Grad
    {
        get
        {
            NativeMethods.sk_tensor_grad(Handle, out var gradient).Check("reading a gradient");
            OperatorTape.Current?.AddGradient(this, gradient);
            GC.KeepAlive(this);
            return gradient == 0 ? null : new Tensor(gradient);
        }
        set
        {
            NativeMethods.sk_tensor_set_grad(Handle, value?.Handle ?? 0).Check("setting a gradient");
            OperatorTape.Current?.AddSetGradient(this, value);
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }
    }

    /// <summary>Takes the tensor out of every scope: it now belongs to the caller, who disposes it.</summary>
    public Tensor Unscoped()
    {
        if (Owner is not { } scope) return this;
        scope.Remove(this);
        Guard();
        return this;
    }

    public void Dispose()
    {
        Owner?.Remove(this);
        Free();
    }

    internal void FreeFromScope()
    {
        Owner = null;
        Free();
    }

    /// <summary>Puts a finaliser behind a tensor that no scope owns.</summary>
    internal void Guard() => _guard = new HandleGuard(_handle);

    /// <summary>Forgets what was read about shape, type and device, after the engine has exchanged the contents.</summary>
    internal void Reread() => _shape = null;

    /// <summary>How the tensor reads in an error message: <c>float32[3,4]</c>, with the device where it is not the CPU.</summary>
    internal string Describe() => _handle == 0
        ? "freed tensor"
        : $"{Type.Name()}[{string.Join(",", Shape)}]{(Device.IsCpu ? "" : $" {Device}")}";

    public override string ToString() => Describe();

    /// <summary>The shape and further facts of a tensor that is known by its handle.</summary>
    internal static long[] ReadShape(nint handle, out NativeTensorInfo info)
    {
        var sizes = stackalloc long[MaximumRank];
        NativeMethods.sk_tensor_info_get(handle, out info, sizes, MaximumRank).Check("reading a shape");
        if (info.Rank > MaximumRank) throw new EngineException($"a tensor of {info.Rank} dimensions; at most {MaximumRank} are supported", EngineFailure.Argument);
        return new ReadOnlySpan<long>(sizes, info.Rank).ToArray();
    }

    private void Free()
    {
        if (_handle == 0) return;
        if (_guard is null) Release(_handle);
        else _guard.Dispose();
        _handle = 0;
        _guard = null;
    }

    private static void Release(nint handle)
    {
        NativeMethods.sk_tensor_release(handle);
        Scope.CountFreed();
    }

    private sealed class HandleGuard(nint handle) : IDisposable
    {
        private nint _handle = handle;

        ~HandleGuard() => Free();

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var released = Interlocked.Exchange(ref _handle, 0);
            if (released != 0) Release(released);
        }
    }
}
