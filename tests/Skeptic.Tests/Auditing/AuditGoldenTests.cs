using System.Text.Json.Nodes;
using Skeptic.Auditing;

namespace Skeptic.Tests;

/// <summary>Against tools/golden/audit.py, which writes cleanlab 2's definitions out in NumPy.</summary>
public sealed class AuditGoldenTests
{
    private static readonly JsonArray s_cases = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Auditing", "audit.json")))!["cases"]!.AsArray();

    public static TheoryData<string> Names => [.. s_cases.Select(one => (string)one!["name"]!)];

    [Fact]
    public void There_are_cases_of_two_three_ten_and_twenty_classes()
        => Assert.Equal([2, 3, 4, 5, 10, 20], s_cases.Select(one => one!["thresholds"]!.AsArray().Count).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Thresholds_and_joint_are_those_of_the_definitions(string name)
    {
        var (expected, audit) = Audited(name, new AuditOptions { Threads = 1 });
        Near(Numbers(expected["thresholds"]), audit.Thresholds);
        Assert.Equal(Flat(expected["confidentJoint"]), audit.ConfidentJoint.ToArray().Cast<long>().Select(count => (double)count));
        Assert.Equal(Flat(expected["calibrated"]), audit.Joint.ToArray().Cast<long>().Select(count => (double)count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_filter_finds_the_same_rows(string name)
    {
        var issues = Case(name)["issues"]!.AsObject();
        Assert.True(issues.Count >= 3);
        foreach (var (filter, rows) in issues)
        {
            var (_, audit) = Audited(name, new AuditOptions { FilterBy = AuditNames.Filter(filter), Threads = 2 });
            Assert.Equal(rows!.AsArray().Select(row => (int)row!), Enumerable.Range(0, audit.Count).Where(i => audit.IsIssue[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_score_is_the_same(string name)
    {
        foreach (var (score, numbers) in Case(name)["scores"]!.AsObject())
        {
            var adjusted = score.StartsWith("adjusted ", StringComparison.Ordinal);
            var (_, audit) = Audited(name, new AuditOptions { Score = AuditNames.Score(score.Replace("adjusted ", "")), AdjustProbabilities = adjusted });
            Near(Numbers(numbers), audit.Scores);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Estimates_are_the_same(string name)
    {
        var (expected, audit) = Audited(name, new AuditOptions { Resamples = 0 });
        var estimates = expected["estimates"]!;
        Near(Flat(estimates["joint"]), [.. NoiseEstimate.JointOf(audit.Joint).Cast<double>()]);
        Near(Flat(estimates["noise"]), [.. NoiseEstimate.TransitionOf(audit.Joint).Cast<double>()]);
        Near(Flat(estimates["inverse"]), [.. NoiseEstimate.InverseOf(audit.Joint).Cast<double>()]);
        Near(Numbers(estimates["prior"]), NoiseEstimate.Of(audit).Prior);
    }

    private static JsonObject Case(string name) => s_cases.Single(one => (string)one!["name"]! == name)!.AsObject();

    private static (JsonObject Expected, LabelAudit Audit) Audited(string name, AuditOptions options)
    {
        var one = Case(name);
        var (labels, rows) = (one["labels"]!.AsArray().Select(label => (int)label!).ToArray(), Flat(one["probabilities"]));
        options = options with { MinimumPerClass = (int)one["minimum"]! };
        if (options.FilterBy is IssueFilter.PruneByNoiseRate or IssueFilter.PruneByClass or IssueFilter.Both) options = options with { FractionOfNoise = (double)one["fraction"]! };
        return (one, LabelAudit.Of(ClassProbabilities.Of(rows, rows.Length / labels.Length), labels, options));
    }

    private static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(number => (double)number!)];

    private static double[] Flat(JsonNode? node) => [.. node!.AsArray().SelectMany(row => Numbers(row))];

    private static void Near(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }
}
