using Skeptic.Torch.Layers;

namespace Skeptic.Torch.Optimisers;

public abstract partial class Optimiser
{
    private const string StepCount = "step";

    /// <summary>
    /// What a checkpoint must hold to go on: for instance <c>momentum_buffer.conv1.weight</c>, and <c>step.conv1.weight</c>, an int64
    /// scalar. Parameters that have not been moved yet have no entries. The optimiser keeps owning what it remembers; the step
    /// counts are made by this call.
    /// </summary>
    public IReadOnlyList<NamedTensor> State()
    {
        var state = new List<NamedTensor>();
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            foreach (var bucket in _buckets)
                for (var i = 0; i < bucket.Named.Length; i++)
                    if (bucket.State[slot][i] is { } value) state.Add(new NamedTensor($"{_slots[slot]}.{bucket.Named[i].Name}", value));
        }
        foreach (var bucket in _buckets)
            for (var i = 0; i < bucket.Named.Length; i++)
                if (bucket.Steps[i] is > 0 and var steps)
                    state.Add(new NamedTensor($"{StepCount}.{bucket.Named[i].Name}", Tensor.Full([], steps, ScalarType.Int64)));
        return state;
    }

    /// <summary>
    /// What still moves a parameter of this name when its gradient is 0: SGD's momentum, Adam's mean gradient. The optimiser owns
    /// it and goes on with what a caller makes of it in place. Null before the parameter's first step, and where nothing is kept.
    /// </summary>
    public Tensor? Momentum(string parameter)
    {
        if (_slots.Length == 0) return null;
        foreach (var bucket in _buckets)
            for (var i = 0; i < bucket.Named.Length; i++)
                if (bucket.Named[i].Name == parameter) return bucket.State[0][i];
        throw new ArgumentException($"this optimiser does not move '{parameter}'", nameof(parameter));
    }

    /// <summary>Goes on where <see cref="State"/> was taken. The tensors are copied.</summary>
    /// <exception cref="InvalidDataException">Names are missing or unexpected, or shapes differ; nothing was changed then.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var off = Grad.Off();
        using var scope = Scope.Open();
        var parameters = _buckets.SelectMany(bucket => bucket.Named).ToList();
        var moved = parameters.Where(parameter => state.ContainsKey($"{StepCount}.{parameter.Name}")).ToList();
        var count = Tensor.Zeros([], ScalarType.Int64);
        var memories = from slot in _slots from parameter in moved select new NamedTensor($"{slot}.{parameter.Name}", parameter.Value);
        var expected = memories.Concat(moved.Select(parameter => new NamedTensor($"{StepCount}.{parameter.Name}", count))).ToList();
        StateCheck.Names(expected.Select(entry => entry.Name), state.Keys, "the optimiser");
        StateCheck.Shapes(expected, state, "the optimiser");
        foreach (var bucket in _buckets)
            for (var i = 0; i < bucket.Named.Length; i++) Restore(bucket, i, state);
    }

    private void Restore(Bucket bucket, int i, IReadOnlyDictionary<string, Tensor> state)
    {
        var name = bucket.Named[i].Name;
        bucket.Steps[i] = state.TryGetValue($"{StepCount}.{name}", out var steps) ? steps.ToInt64() : 0;
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            bucket.State[slot][i]?.Dispose();
            bucket.State[slot][i] = state.TryGetValue($"{_slots[slot]}.{name}", out var value)
                ? bucket.Parameters[i]!.Detach().Clone().CopyFrom(value).Unscoped()
                : null;
        }
    }
}
