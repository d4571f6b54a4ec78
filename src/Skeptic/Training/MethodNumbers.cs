namespace Skeptic.Training;

/// <summary>Numbers by name, equal where their names and values are, so that records that hold them compare by value.</summary>
public sealed class MethodNumbers : Dictionary<string, double>, IEquatable<MethodNumbers>
{
    public bool Equals(MethodNumbers? other) =>
        other is not null && Count == other.Count && this.All(pair => other.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value));

    public override bool Equals(object? obj) => Equals(obj as MethodNumbers);

    public override int GetHashCode()
    {
        // Names may come in any order.
        var hash = Count;
        foreach (var (name, value) in this) hash ^= HashCode.Combine(name, value);
        return hash;
    }
}
