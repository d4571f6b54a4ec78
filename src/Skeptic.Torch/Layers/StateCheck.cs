namespace Skeptic.Torch.Layers;

/// <summary>Says in one sentence how a saved state differs from what it is loaded into.</summary>
internal static class StateCheck
{
    private const int Shown = 5;

    internal static void Names(IEnumerable<string> wanted, IEnumerable<string> given, string owner)
    {
        var expected = wanted.ToHashSet();
        var offered = given.ToHashSet();
        var missing = expected.Where(name => !offered.Contains(name)).ToList();
        var unexpected = offered.Where(name => !expected.Contains(name)).ToList();
        if (missing.Count + unexpected.Count == 0) return;
        var faults = new List<string>();
        if (missing.Count > 0) faults.Add($"lacks {List(missing)}");
        if (unexpected.Count > 0) faults.Add($"has {List(unexpected)}, which {owner} does not know");
        throw new InvalidDataException($"the saved state does not fit {owner}: it {string.Join(" and ", faults)}");
    }

    internal static void Shapes(IEnumerable<NamedTensor> own, IReadOnlyDictionary<string, Tensor> state, string owner)
    {
        var wrong = own.Where(tensor => !tensor.Value.Shape.SequenceEqual(state[tensor.Name].Shape))
            .Select(tensor => $"{tensor.Name} is [{string.Join(",", state[tensor.Name].Shape)}] instead of [{string.Join(",", tensor.Value.Shape)}]")
            .ToList();
        if (wrong.Count > 0) throw new InvalidDataException($"the saved state does not fit {owner}: {List(wrong)}");
    }

    private static string List(List<string> items) =>
        string.Join(", ", items.Take(Shown)) + (items.Count > Shown ? $" and {items.Count - Shown} more" : "");
}
