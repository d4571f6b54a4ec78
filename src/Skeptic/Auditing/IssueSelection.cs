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
        MarginCells[] classes = [.. Enumerable.Range(0, blocks.Classes).Select(given => new MarginCells(given, Prunes(given) ?? []))];
        blocks.Each(
            "choosing",
            () => new List<Candidate>?[classes.Length],
            (found, block) => Collect(found, block, classes),
            _ => { });
        var issues = new bool[labels.Length];
        foreach (var cell in classes.SelectMany(own => own.Kept)) Mark(cell, issues);
        return issues;
    }

    /// <summary>Gathers a block's candidates by class, then hands them over class by class.</summary>
    private void Collect(List<Candidate>?[] found, RowBlock block, MarginCells[] classes)
    {
        for (var i = 0; i < block.Count; i++)
        {
            var given = labels[block.First + i];
            var row = block.Row(i);
            var (truths, bounds, self) = (classes[given].Truths, classes[given].Bounds, row[given]);
            for (var at = 0; at < truths.Length; at++)
            {
                var margin = row[truths[at]] - self;
                if (margin >= bounds[at]) (found[given] ??= []).Add(new(at, margin, block.First + i));
            }
        }
        for (var given = 0; given < found.Length; given++)
        {
            if (found[given] is not { Count: > 0 } list) continue;
            classes[given].Offer(list);
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

    /// <param name="Cell">Of the sample's given class.</param>
    private readonly record struct Candidate(int Cell, double Margin, int Sample);

    /// <summary>What is pruned of one given class: the other classes with a count, and for each its largest margins so far.</summary>
    private sealed class MarginCells
    {
        private readonly Lock _gate = new();

        public MarginCells(int given, long[] counts)
        {
            Truths = [.. Enumerable.Range(0, counts.Length).Where(truth => truth != given && counts[truth] > 0)];
            Kept = [.. Truths.Select(truth => new LargestKept((int)counts[truth]))];
            Bounds = [.. Truths.Select(_ => double.NegativeInfinity)];
        }

        public int[] Truths { get; }

        /// <summary>A smaller margin is not wanted. Read without the lock: an older bound is lower, so nothing is missed.</summary>
        public double[] Bounds { get; }

        public LargestKept[] Kept { get; }

        public void Offer(List<Candidate> candidates)
        {
            lock (_gate)
            {
                foreach (var candidate in candidates)
                {
                    Kept[candidate.Cell].Offer(candidate.Margin, candidate.Sample);
                    Bounds[candidate.Cell] = Kept[candidate.Cell].Bound;
                }
            }
        }
    }
}
