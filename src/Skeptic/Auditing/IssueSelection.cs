namespace Skeptic.Auditing;

/// <summary>Which samples are label issues, by cleanlab's rules. A sample that is predicted to be what it is labelled is never one.</summary>
internal sealed class IssueSelection(RowBlocks blocks, RowScan scan, ConfidentCount confident, CountMatrix joint, int[] labels, AuditOptions options)
{
    /// <summary>[N].</summary>
    public bool[] Select()
    {
        var issues = options.FilterBy switch
        {
            IssueFilter.ConfidentLearning => (bool[])confident.OffDiagonal.Clone(),
            IssueFilter.PredictedNeqGiven => [.. labels.Select(_ => true)],
            IssueFilter.PruneByClass => ByClass(),
            IssueFilter.PruneByNoiseRate => ByNoiseRate(),
            _ => Both(ByClass(), ByNoiseRate()),
        };
        for (var i = 0; i < issues.Length; i++) issues[i] &= scan.Predicted[i] != labels[i];
        return issues;
    }

    private static bool[] Both(bool[] a, bool[] b)
    {
        for (var i = 0; i < a.Length; i++) a[i] &= b[i];
        return a;
    }

    /// <summary>Of each class the lowest self-confidence, as many as the joint places elsewhere.</summary>
    private bool[] ByClass()
    {
        var kept = new LargestKept?[blocks.Classes];
        for (var given = 0; given < kept.Length; given++)
            if (Prunes(given) is { } counts && joint.GivenTotal(given) - counts[given] is > 0 and var number) kept[given] = new((int)number);
        for (var i = 0; i < labels.Length; i++) kept[labels[i]]?.Offer(-scan.Self[i], i);
        var issues = new bool[labels.Length];
        foreach (var cell in kept) Mark(cell, issues);
        return issues;
    }

    /// <summary>Of each class, for each other class, the largest margins of the other: a third pass over the rows.</summary>
    private bool[] ByNoiseRate()
    {
        var cells = new (int Truth, LargestKept Kept)[blocks.Classes][];
        for (var given = 0; given < cells.Length; given++)
        {
            var own = given;
            cells[given] = Prunes(given) is { } counts
                ? [.. counts.Select((count, truth) => (truth, count)).Where(cell => cell.truth != own && cell.count > 0).Select(cell => (cell.truth, new LargestKept((int)cell.count)))]
                : [];
        }
        var gates = cells.Select(_ => new Lock()).ToArray();
        blocks.Each(
            "choosing",
            () => new List<(int Cell, double Margin, int Sample)>[cells.Length],
            (found, block) => Collect(found, block, cells, gates),
            _ => { });
        var issues = new bool[labels.Length];
        foreach (var cell in cells.SelectMany(row => row)) Mark(cell.Kept, issues);
        return issues;
    }

    /// <summary>Gathers a block's candidates by class, then hands them over class by class.</summary>
    private void Collect(List<(int Cell, double Margin, int Sample)>[] found, RowBlock block, (int Truth, LargestKept Kept)[][] cells, Lock[] gates)
    {
        for (var i = 0; i < block.Count; i++)
        {
            var given = labels[block.First + i];
            var row = block.Row(i);
            var own = cells[given];
            for (var at = 0; at < own.Length; at++)
            {
                var margin = row[own[at].Truth] - row[given];
                if (margin >= own[at].Kept.Bound) (found[given] ??= []).Add((at, margin, block.First + i));
            }
        }
        for (var given = 0; given < found.Length; given++)
        {
            if (found[given] is not { Count: > 0 } list) continue;
            lock (gates[given])
                foreach (var (cell, margin, sample) in list) cells[given][cell].Kept.Offer(margin, sample);
            list.Clear();
        }
    }

    /// <summary>A class is left alone that has no more samples than are to be kept, or only one.</summary>
    private long[]? Prunes(int given) => joint.GivenTotal(given) is var samples && samples > 1 && samples > options.MinimumPerClass
        ? JointCalibration.PruneCounts(joint, given, options.MinimumPerClass, options.FractionOfNoise)
        : null;

    private static void Mark(LargestKept? kept, bool[] issues)
    {
        if (kept is null) return;
        foreach (var sample in kept.Samples()) issues[sample] = true;
    }
}
