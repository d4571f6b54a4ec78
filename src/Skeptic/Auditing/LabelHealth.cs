namespace Skeptic.Auditing;

/// <summary>A class and the state of its labels.</summary>
/// <param name="Labelled">Samples with the label.</param>
/// <param name="Issues">Of these, label issues.</param>
/// <param name="WrongHere">Samples with the label that are thought to be of another class.</param>
/// <param name="Elsewhere">Samples of the class that are thought to have another label.</param>
/// <param name="Quality">1 - the share of the labels of the class that are wrong; 1 is best.</param>
public sealed record ClassHealth(int Class, long Labelled, long Issues, long WrongHere, long Elsewhere, double Quality);

/// <summary>Two classes and how many samples of one are labelled as the other.</summary>
public sealed record ClassOverlap(int First, int Second, long Count, double Share);

/// <summary>A group of labels to look at, and how much that would mend.</summary>
/// <param name="Issues">Label issues with this label that are predicted to be of this class.</param>
/// <param name="Share">Of all issues.</param>
/// <param name="Together">Share of all issues in this group and those before.</param>
public sealed record FixFirst(int Given, int Suggested, long Issues, double Share, double Together);

/// <summary>What a data set's labels look like as a whole.</summary>
/// <param name="Classes">The worst quality first.</param>
/// <param name="Overlaps">The largest first; pairs that are never confused are left out.</param>
/// <param name="FixFirst">The largest groups of issues first.</param>
public sealed record LabelHealth(IReadOnlyList<ClassHealth> Classes, IReadOnlyList<ClassOverlap> Overlaps, IReadOnlyList<FixFirst> FixFirst)
{
    public static LabelHealth Of(LabelAudit audit)
    {
        var joint = audit.Joint;
        var (totals, issues) = (joint.TrueTotals(), new long[audit.Classes]);
        Dictionary<(int, int), long> groups = [];
        for (var i = 0; i < audit.Count; i++)
        {
            if (!audit.IsIssue[i]) continue;
            issues[audit.GivenLabels[i]]++;
            var group = (audit.GivenLabels[i], audit.Suggested[i]);
            groups[group] = groups.GetValueOrDefault(group) + 1;
        }
        return new(
            [.. Enumerable.Range(0, audit.Classes)
                .Select(k => new ClassHealth(
                    k,
                    audit.LabelCounts[k],
                    issues[k],
                    audit.LabelCounts[k] - joint[k, k],
                    totals[k] - joint[k, k],
                    audit.LabelCounts[k] == 0 ? 1 : (double)joint[k, k] / audit.LabelCounts[k]))
                .OrderBy(health => health.Quality)],
            OverlapsOf(joint),
            First(groups, issues.Sum()));
    }

    private static List<ClassOverlap> OverlapsOf(CountMatrix joint)
    {
        List<ClassOverlap> overlaps = [];
        for (var a = 0; a < joint.Classes; a++)
            for (var b = a + 1; b < joint.Classes; b++)
                if (joint[a, b] + joint[b, a] is > 0 and var count) overlaps.Add(new(a, b, count, (double)count / joint.Total));
        return [.. overlaps.OrderByDescending(overlap => overlap.Count)];
    }

    private static List<FixFirst> First(Dictionary<(int Given, int Suggested), long> groups, long all)
    {
        List<FixFirst> first = [];
        long together = 0;
        foreach (var (group, count) in groups.OrderByDescending(group => group.Value).ThenBy(group => group.Key))
            first.Add(new(group.Given, group.Suggested, count, (double)count / all, (double)(together += count) / all));
        return first;
    }
}
