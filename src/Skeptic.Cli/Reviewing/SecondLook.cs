namespace Skeptic.Cli.Reviewing;

/// <summary>How far a reviewer's blind second look agrees with the first one.</summary>
/// <param name="Count">Samples with a label by both looks.</param>
/// <param name="Own">Those of them whose first look was the reviewer's own.</param>
/// <param name="Without">Samples of the second look without a label: unsure or skipped.</param>
/// <param name="Kappa">Cohen, A Coefficient of Agreement for Nominal Scales, 1960; null without samples, or where both looks name one class only.</param>
/// <param name="Differ">Rows on which the looks differ.</param>
internal sealed record Agreement(int Count, int Own, int Agreed, int Without, double? Kappa, IReadOnlyList<int> Differ);

/// <summary>The blind second look: some of the decided samples once more, without anything that was said of them.</summary>
internal static class SecondLook
{
    /// <returns>Rows decided in the first pass that this reviewer has not looked at again, drawn at random, in random order.</returns>
    public static int[] Sample(IReadOnlyList<Decision> newest, string reviewer, int count, Random random)
    {
        var seen = newest.Where(decision => decision.Seat == new Seat(reviewer, 2)).Select(decision => decision.Row).ToHashSet();
        int[] rows = [.. newest.Where(decision => decision.Seat.Pass == 1 && HasLabel(decision) && !seen.Contains(decision.Row)).Select(decision => decision.Row).Distinct()];
        random.Shuffle(rows);
        return rows[..Math.Min(count, rows.Length)];
    }

    /// <remarks>A first look of the reviewer's own counts before those of others, of which the newest does.</remarks>
    public static Agreement Compare(IReadOnlyList<Decision> newest, ReviewBook book, string reviewer)
    {
        var first = new Dictionary<int, Decision>();
        foreach (var decision in newest.Where(decision => decision.Seat.Pass == 1 && HasLabel(decision)))
            if (!first.TryGetValue(decision.Row, out var other) || other.Seat.Reviewer != reviewer) first[decision.Row] = decision;
        var (pairs, differ, own, without) = (new List<(int First, int Second)>(), new List<int>(), 0, 0);
        foreach (var second in newest.Where(decision => decision.Seat == new Seat(reviewer, 2)))
        {
            if (!HasLabel(second)) without++;
            else if (first.TryGetValue(second.Row, out var before))
            {
                if (before.Seat.Reviewer == reviewer) own++;
                pairs.Add((LabelOf(before, book), LabelOf(second, book)));
                if (pairs[^1].First != pairs[^1].Second) differ.Add(second.Row);
            }
        }
        return new(pairs.Count, own, pairs.Count - differ.Count, without, Kappa(pairs), differ);
    }

    /// <summary>(observed - expected) / (1 - expected) agreement.</summary>
    internal static double? Kappa(IReadOnlyCollection<(int First, int Second)> pairs)
    {
        if (pairs.Count == 0) return null;
        var n = (double)pairs.Count;
        var observed = pairs.Count(pair => pair.First == pair.Second) / n;
        var expected = pairs.GroupBy(pair => pair.First).Sum(group => group.Count() / n * (pairs.Count(pair => pair.Second == group.Key) / n));
        return expected >= 1 ? null : (observed - expected) / (1 - expected);
    }

    private static bool HasLabel(Decision decision) => decision.Mark.Verdict is Verdict.Keep or Verdict.Relabel;

    private static int LabelOf(Decision decision, ReviewBook book) => decision.Mark.Verdict == Verdict.Keep ? book.Given[decision.Row] : decision.Mark.Label;
}
