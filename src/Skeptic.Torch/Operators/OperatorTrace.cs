using Skeptic.Torch.Native;

namespace Skeptic.Torch.Operators;

/// <summary>One argument of a traced call: a tensor, a list of tensors, a number or a list of integers.</summary>
/// <param name="Tensors">Identities of the tensors, see <see cref="OperatorTrace.Identity"/>; 0 stands for None. Empty where it is none.</param>
/// <param name="Number">A number, or a truth value as 0 or 1; null where it is none, or was left to the schema.</param>
public sealed record TracedValue(IReadOnlyList<long> Tensors, double? Number, IReadOnlyList<long> Integers);

/// <param name="Operator">Its name and overload: <c>aten::add.Tensor</c>.</param>
/// <param name="Results">Identities of the resulting tensors.</param>
/// <param name="Shapes">Of the resulting tensors.</param>
public sealed record TracedCall(string Operator, IReadOnlyList<TracedValue> Arguments, IReadOnlyList<long> Results, IReadOnlyList<IReadOnlyList<long>> Shapes);

/// <summary>
/// Everything that the thread asks of the library from <see cref="Start"/> to <see cref="Dispose"/>, in order: a function of tensors as a
/// graph, without a word of its own in any layer.
/// </summary>
/// <remarks>An identity may be used again once its tensor is freed; the latest call with such a result made it.</remarks>
public sealed class OperatorTrace : IDisposable
{
    [ThreadStatic]
    private static OperatorTrace? t_current;
    private readonly List<TracedCall> _calls = [];

    private OperatorTrace()
    {
    }

    public IReadOnlyList<TracedCall> Calls => _calls;

    internal static OperatorTrace? Current => t_current;

    /// <exception cref="InvalidOperationException">The thread is tracing already.</exception>
    public static OperatorTrace Start() => t_current is null ? t_current = new OperatorTrace() : throw new InvalidOperationException("this thread is tracing already");

    /// <summary>By what a trace knows a tensor.</summary>
    public static long Identity(Tensor tensor) => tensor.Handle;

    public void Dispose() => t_current = null;

    internal void Add(string name, ReadOnlySpan<Value> arguments, ReadOnlySpan<NativeValue> results)
    {
        var given = new TracedValue[arguments.Length];
        for (var i = 0; i < given.Length; i++)
        {
            ref readonly var argument = ref arguments[i];
            given[i] = new TracedValue(
                argument.Tag switch { Tag.Tensor => [argument.Bits], Tag.TensorList => [.. ((Tensor?[])argument.Owner!).Select(tensor => tensor is null ? 0L : tensor.Handle)], _ => [] },
                argument.Tag switch { Tag.Double => BitConverter.Int64BitsToDouble(argument.Bits), Tag.Int or Tag.Bool => argument.Bits, _ => null },
                argument.Tag == Tag.IntList ? [.. (long[])argument.Owner!] : []);
        }
        var made = new List<long>();
        foreach (ref readonly var result in results)
            if (result.Tag == (int)Tag.Tensor) made.Add(result.Bits);
        _calls.Add(new TracedCall(name, given, made, [.. made.Select(handle => Tensor.ReadShape((nint)handle, out _))]));
    }
}
