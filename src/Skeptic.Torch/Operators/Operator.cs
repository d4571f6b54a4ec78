using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Skeptic.Torch.Graphs;
using Skeptic.Torch.Native;

namespace Skeptic.Torch.Operators;

/// <summary>
/// An operator of the library, named as in its schema: <c>new Operator("aten::add", "Tensor")</c>. The handle is found on the
/// first call and kept; this class holds the only call site through which operators run.
/// </summary>
[SkipLocalsInit]
public sealed unsafe class Operator(string name, string overload = "")
{
    private const int FewResults = 8;
    private const int MaximumResults = 256;

    /// <summary>Operators that hand elements to the host, or whose result has a shape that depends on them.</summary>
    private static readonly string[] s_waiting =
        ["aten::item", "aten::_local_scalar_dense", "aten::is_nonzero", "aten::equal", "aten::nonzero", "aten::masked_select", "aten::_unique2", "aten::unique_dim", "aten::bincount"];

    private readonly bool _waits = s_waiting.Contains(name);
    private nint _handle;

    public string Name { get; } = overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether this libtorch has the operator; asking costs a look-up and throws nothing but <see cref="EngineFailure.NotLoaded"/>.</summary>
    public bool Exists => _handle != 0 || (NativeMethods.sk_op_find(name, overload, out _handle) == Status.Ok && _handle != 0);

    /// <summary>The schema as the library prints it.</summary>
    public string Schema
    {
        get
        {
            NativeMethods.sk_op_schema(Handle, null, 0, out var length).Check(Name);
            var buffer = new byte[length + 1];
            fixed (byte* p = buffer) NativeMethods.sk_op_schema(Handle, p, buffer.Length, out length).Check(Name);
            return Encoding.UTF8.GetString(buffer, 0, (int)length);
        }
    }

    private nint Handle
    {
        get
        {
            if (_handle == 0) NativeMethods.sk_op_find(name, overload, out _handle).Check(Name);
            return _handle;
        }
    }

    /// <summary>Calls an operator whose first result is a tensor and returns that one; further results are freed.</summary>
    public Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[FewResults];
        var count = Run(arguments, results, FewResults);
        if (count == 0 || results[0].Tag != (int)Tag.Tensor || results[0].Bits == 0)
        {
            Free(results, count);
            throw new EngineException($"{Name} returned no tensor", EngineFailure.Argument);
        }
        Free(results + 1, count - 1);
        return new Tensor((nint)results[0].Bits);
    }

    /// <summary>Calls an operator that works in place or returns nothing; what it returns is freed.</summary>
    public void Do(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[MaximumResults];
        Free(results, Run(arguments, results, MaximumResults));
    }

    /// <summary>Calls an operator with several tensor results, lists flattened; an undefined one is null.</summary>
    public Tensor?[] CallAll(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[MaximumResults];
        var tensors = new Tensor?[Run(arguments, results, MaximumResults)];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = results[i].Tag == (int)Tag.Tensor && results[i].Bits != 0 ? new Tensor((nint)results[i].Bits) : null;
        return tensors;
    }

    /// <summary>Calls an operator whose first result is a number, such as <c>aten::item</c>.</summary>
    public double CallNumber(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result = default;
        Run(arguments, &result, 1);
        return result.Tag switch
        {
            (int)Tag.Double => BitConverter.Int64BitsToDouble(result.Bits),
            (int)Tag.Int or (int)Tag.Bool => result.Bits,
            _ => throw new EngineException($"{Name} returned no number", EngineFailure.Argument),
        };
    }

    private int Run(ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        if (_waits) Engine.CountHostRead();
        var native = stackalloc NativeValue[arguments.Length];
        var words = Words(arguments);
        long[]? rented = words > 64 ? ArrayPool<long>.Shared.Rent(words) : null;
        try
        {
            Span<long> scratch = rented is null ? stackalloc long[64] : rented;
            int count;
            Status status;
            fixed (long* memory = scratch)
            {
                Marshal(arguments, native, scratch, memory);
                status = NativeMethods.sk_op_call(Handle, native, arguments.Length, results, capacity, out count);
            }
            // Nothing that was passed by address may be collected before the call has returned.
            foreach (ref readonly var argument in arguments) GC.KeepAlive(argument.Owner);
            if (status != Status.Ok) throw Failure(status, arguments);
            OperatorTape.Current?.Add(this, arguments, new ReadOnlySpan<NativeValue>(results, count));
            OperatorTrace.Current?.Add(Name, arguments, new ReadOnlySpan<NativeValue>(results, count));
            return count;
        }
        finally
        {
            if (rented is not null) ArrayPool<long>.Shared.Return(rented);
        }
    }

    // Lists and strings are copied into one buffer, so that nothing needs pinning.
    private static int Words(ReadOnlySpan<Value> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Tag switch
            {
                Tag.IntList or Tag.DoubleList or Tag.TensorList => (int)argument.Bits,
                Tag.Text => (Encoding.UTF8.GetByteCount((string)argument.Owner!) + 7) / 8,
                _ => 0,
            };
        }
        return words;
    }

    private static void Marshal(ReadOnlySpan<Value> arguments, NativeValue* native, Span<long> scratch, long* memory)
    {
        var used = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            ref readonly var argument = ref arguments[i];
            native[i] = new NativeValue { Tag = (int)argument.Tag, Bits = argument.Bits };
            if (argument.Tag is not (Tag.IntList or Tag.DoubleList or Tag.TensorList or Tag.Text)) continue;
            var target = scratch[used..];
            var (words, count) = argument.Owner switch
            {
                long[] integers => Copy(integers, target),
                double[] reals => Copy(MemoryMarshal.Cast<double, long>(reals), target),
                Tensor?[] tensors => Copy(tensors, target),
                string text => Copy(text, target),
                _ => throw new InvalidOperationException("an unknown kind of list"),
            };
            native[i].Bits = (long)(memory + used);
            native[i].Count = count;
            used += words;
        }
    }

    private static (int Words, int Count) Copy(ReadOnlySpan<long> items, Span<long> target)
    {
        items.CopyTo(target);
        return (items.Length, items.Length);
    }

    private static (int Words, int Count) Copy(Tensor?[] tensors, Span<long> target)
    {
        for (var i = 0; i < tensors.Length; i++) target[i] = tensors[i]?.Handle ?? 0;
        return (tensors.Length, tensors.Length);
    }

    private static (int Words, int Count) Copy(string text, Span<long> target)
    {
        var bytes = Encoding.UTF8.GetBytes(text, MemoryMarshal.AsBytes(target));
        return ((bytes + 7) / 8, bytes);
    }

    private static void Free(NativeValue* results, int count)
    {
        for (var i = 0; i < count; i++)
            if (results[i].Tag == (int)Tag.Tensor && results[i].Bits != 0) NativeMethods.sk_tensor_release((nint)results[i].Bits);
    }

    private EngineException Failure(Status status, ReadOnlySpan<Value> arguments)
    {
        var cause = StatusExtensions.LastError();
        var given = new List<string>();
        foreach (ref readonly var argument in arguments) given.Add(argument.Describe());
        return new EngineException($"{Name}({string.Join(", ", given)}): {cause}", (EngineFailure)status);
    }
}
