using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>A tensor that a method keeps for the run, float32, zeros at first. The run checkpoints and frees it.</summary>
public sealed class SharedState
{
    private readonly long[] _shape;
    private Tensor? _value;

    internal SharedState(string name, long[] shape, bool adds = false) => (Name, _shape, Adds) = (name, shape, adds);

    public string Name { get; }

    /// <summary>Whether it adds up over samples: processes that train together then have a part of the sum each, otherwise all the same.</summary>
    internal bool Adds { get; }

    /// <summary>Changed in place: <c>Value.CopyFrom(...)</c>.</summary>
    public Tensor Value => _value ?? throw new InvalidOperationException($"'{Name}' is there once the run is");

    internal void Allocate(Device device) => _value = Tensor.Zeros(_shape, ScalarType.Float32, device).Unscoped();

    internal void Free() => _value?.Dispose();
}
