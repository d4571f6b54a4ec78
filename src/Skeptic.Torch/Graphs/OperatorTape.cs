using Skeptic.Torch.Native;
using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Graphs;

/// <summary>
/// What a thread asks of the engine, written down while it is done: operators with their arguments, gradients that are read and cleared,
/// and the gradient mode. Two tapes that are equal ask for the same work on the same tensors, so the work can be repeated without the code
/// that asked for it.
/// </summary>
/// <remarks>Tensors that the tape itself made go by number, all others by the object that holds them.</remarks>
public sealed class OperatorTape : IDisposable
{
    [ThreadStatic] private static OperatorTape? t_current;
    private readonly List<TapeEntry> _entries = [];
    private readonly Dictionary<nint, int> _made = [];
    private int _count;

    private OperatorTape()
    {
    }

    /// <summary>What the thread did that cannot be repeated without it, in a few words; null where it did nothing of the kind.</summary>
    public string? Refusal { get; private set; }

    public int Length => _entries.Count;

    internal static OperatorTape? Current => t_current;

    internal IReadOnlyList<TapeEntry> Entries => _entries;

    /// <summary>Tensors that the tape made.</summary>
    internal int Made => _count;

    /// <exception cref="InvalidOperationException">The thread is writing a tape already.</exception>
    public static OperatorTape Start() => t_current is null ? t_current = new OperatorTape() : throw new InvalidOperationException("this thread is writing a tape already");

    /// <summary>Tells the tape of this thread, where there is one, of something that only the code itself can do again.</summary>
    public static void Refuse(string what)
    {
        if (t_current is { } tape) tape.Refusal ??= what;
    }

    /// <summary>The first difference between two tapes, in a few words; null where they ask for the same.</summary>
    public static string? Difference(OperatorTape first, OperatorTape second)
    {
        for (var i = 0; i < Math.Min(first.Length, second.Length); i++)
            if (first._entries[i].Difference(second._entries[i]) is { } difference) return difference;
        return first.Length == second.Length ? null : $"steps differ in length, {first.Length} and {second.Length} operators";
    }

    /// <summary>Ends the writing; what was written stays.</summary>
    public void Dispose()
    {
        if (t_current == this) t_current = null;
    }

    internal void Add(Operator called, ReadOnlySpan<Value> arguments, ReadOnlySpan<NativeValue> results)
    {
        var given = new TapeValue[arguments.Length];
        for (var i = 0; i < given.Length; i++)
        {
            if (arguments[i].Tag == Tag.Generator) Refuse($"{called.Name} draws random numbers");
            given[i] = new TapeValue(arguments[i], arguments[i].Owner switch
            {
                Tensor tensor => [Of(tensor)],
                Tensor?[] tensors => Array.ConvertAll(tensors, Of),
                _ => [],
            });
        }
        var made = new int[results.Length];
        for (var i = 0; i < made.Length; i++) made[i] = results[i].Tag == (int)Tag.Tensor && results[i].Bits != 0 ? Number((nint)results[i].Bits) : -1;
        _entries.Add(new(TapeKind.Call, called, given, made));
    }

    internal void AddGradient(Tensor of, nint gradient) =>
        _entries.Add(new(TapeKind.ReadGradient, null, [new TapeValue(of, [Of(of)])], [gradient == 0 ? -1 : Number(gradient)]));

    internal void AddSetGradient(Tensor of, Tensor? gradient) =>
        _entries.Add(new(TapeKind.SetGradient, null, [new TapeValue(of, [Of(of)]), new TapeValue(gradient, [Of(gradient)])], []));

    internal void AddMode(bool gradients) => _entries.Add(new(TapeKind.Mode, null, [new TapeValue(gradients, [])], []));

    private int Number(nint handle) => _made[handle] = _count++;

    private TapeTensor Of(Tensor? tensor) => tensor is null ? new(-1, null) : _made.TryGetValue(tensor.Handle, out var number) ? new(number, null) : new(-1, tensor);
}
