using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>A share of every class, set aside once and for all.</summary>
internal static class HoldOut
{
    private const string Purpose = "held-out test set";

    /// <summary>
    /// Whether each sample is set aside. Of a class of n samples it is round(n share), but never its last one; where that comes to none at all,
    /// the largest class gives one.
    /// </summary>
    /// <param name="rows">Samples that take part.</param>
    /// <param name="labels">Of all samples.</param>
    public static HashSet<int> Draw(IReadOnlyList<int> rows, IReadOnlyList<int> labels, double share, ulong seed)
    {
        var order = RandomStream.Derive(seed, Purpose).Permutation(rows.Count);
        var classes = order.Select(position => rows[position]).GroupBy(row => labels[row]).Select(group => group.ToArray()).ToArray();
        var held = new HashSet<int>();
        foreach (var own in classes)
            held.UnionWith(own.Take(Math.Min(own.Length - 1, (int)Math.Round(own.Length * share, MidpointRounding.AwayFromZero))));
        if (held.Count == 0 && classes.MaxBy(own => own.Length) is { Length: > 1 } largest) held.Add(largest[0]);
        return held;
    }
}
