namespace Skeptic.Torch;

/// <summary>
/// Owns the tensors that operators make on this thread while it is open, and frees them when it is disposed:
/// <c>using var scope = Scope.Open();</c>. Scopes nest; <see cref="Keep"/> hands a tensor to the scope around this one.
/// Without any open scope a tensor belongs to whoever holds it, and is freed by <see cref="Tensor.Dispose"/> or, later, by
/// the garbage collector.
/// </summary>
public sealed class Scope : IDisposable
{
    [ThreadStatic] private static Scope? s_current;
    [ThreadStatic] private static Scope? s_spare;
    private static long s_live, s_created;

    private readonly List<Tensor?> _tensors = new(256);
    private Scope? _outer;
    private bool _open;

    private Scope()
    {
    }

    internal static Scope? Current => s_current;

    /// <summary>Tensors that exist in the process: made and not yet freed.</summary>
    public static long LiveTensors => Volatile.Read(ref s_live);

    /// <summary>Tensors made since the process started.</summary>
    public static long CreatedTensors => Volatile.Read(ref s_created);

    /// <summary>Tensors that this scope owns now.</summary>
    public int Count => _tensors.Count(tensor => tensor is not null);

    public static Scope Open()
    {
        var scope = s_spare ?? new Scope();
        s_spare = null;
        scope._outer = s_current;
        scope._open = true;
        s_current = scope;
        return scope;
    }

    /// <summary>Lets a tensor of this scope outlive it: it moves to the scope around this one or, without one, to the caller.</summary>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Owner != this) return tensor;
        Remove(tensor);
        if (_outer is null) tensor.Guard();
        else _outer.Add(tensor);
        return tensor;
    }

    public void Dispose()
    {
        if (!_open) return;
        if (s_current != this) throw new InvalidOperationException("scopes close in the reverse order of their opening, on the thread that opened them");
        foreach (var tensor in _tensors) tensor?.FreeFromScope();
        _tensors.Clear();
        s_current = _outer;
        _outer = null;
        _open = false;
        s_spare ??= this;
    }

    internal void Add(Tensor tensor)
    {
        tensor.Owner = this;
        tensor.Slot = _tensors.Count;
        _tensors.Add(tensor);
    }

    internal void Remove(Tensor tensor)
    {
        _tensors[tensor.Slot] = null;
        tensor.Owner = null;
    }

    internal static void CountMade()
    {
        Interlocked.Increment(ref s_live);
        Interlocked.Increment(ref s_created);
    }

    internal static void CountFreed() => Interlocked.Decrement(ref s_live);
}
