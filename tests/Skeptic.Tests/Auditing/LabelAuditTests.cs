using FsCheck;
using FsCheck.Fluent;
using Skeptic.Auditing;
using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Tests;

public sealed class LabelAuditTests
{
    private static readonly IssueFilter[] s_filters = Enum.GetValues<IssueFilter>();

    [Fact]
    public void Labels_that_were_changed_are_found()
    {
        var some = SomeAudits.Draw(7, 5000, 5, 0.2, sure: 8);
        var audit = some.Audit();
        var wrong = some.Labels.Zip(some.Truth, (label, truth) => label != truth).ToArray();
        var found = Enumerable.Range(0, some.Count).Count(i => audit.IsIssue[i] && wrong[i]);
        Assert.InRange(found / (double)wrong.Count(one => one), 0.85, 1);
        Assert.InRange(found / (double)audit.IsIssue.Count(one => one), 0.85, 1);
        Assert.InRange(audit.RankedIssues().Take(100).Count(i => wrong[i]), 98, 100);
    }

    [Fact]
    public void Permuting_the_samples_permutes_the_answer() => Prop.ForAll(SomeAudits.WithoutTies.ToArbitrary(), some =>
    {
        // Without ties, since of equal margins the lower index is chosen.
        var order = new RandomStream(3).Permutation(some.Count);
        foreach (var filter in s_filters)
        {
            var options = new AuditOptions { FilterBy = filter, Score = LabelScoreKind.NormalizedMargin };
            var (straight, turned) = (some.Audit(options), some.Reordered(order).Audit(options));
            Assert.Equal(straight.Joint.ToArray(), turned.Joint.ToArray());
            Assert.Equal(order.Select(i => straight.IsIssue[i]), turned.IsIssue);
            Assert.Equal(order.Select(i => straight.Scores[i]), turned.Scores);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_joint_sums_to_the_samples_and_its_rows_to_the_labels() => ForAny(some =>
    {
        var audit = some.Audit();
        Assert.Equal(some.Count, audit.Joint.Total);
        for (var k = 0; k < some.Classes; k++) Assert.Equal(some.Labels.Count(label => label == k), audit.Joint.GivenTotal(k));
        Assert.Equal(1, NoiseEstimate.JointOf(audit.Joint).Cast<double>().Sum(), 1e-12);
    });

    [Fact]
    public void The_number_of_threads_does_not_matter() => ForAny(some =>
    {
        foreach (var filter in s_filters)
        {
            var options = new AuditOptions { FilterBy = filter, Score = LabelScoreKind.ConfidenceWeightedEntropy };
            Same(some.Audit(options with { Threads = 1 }), some.Audit(options with { Threads = 7 }));
        }
    });

    [Fact]
    public void Many_blocks_give_the_same_with_any_number_of_threads()
    {
        var some = SomeAudits.Draw(11, 60_000, 9, 0.4, unit: 64);
        foreach (var filter in s_filters)
        {
            var options = new AuditOptions { FilterBy = filter };
            Same(some.Audit(options with { Threads = 1 }), some.Audit(options with { Threads = 5 }));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_gives_the_same_as_memory_bit_for_bit(bool single)
    {
        using var folder = new TemporaryFolder();
        var some = SomeAudits.Draw(5, 20_000, 6, 0.3);
        float[] floats = [.. some.Rows.Select(p => (float)p)];
        if (single) Npy.Write<float>(folder["p.npy"], floats, some.Count, some.Classes);
        else Npy.Write<double>(folder["p.npy"], some.Rows, some.Count, some.Classes);
        using var file = NpyFile.Open(folder["p.npy"]);
        var options = new AuditOptions { Score = LabelScoreKind.ConfidenceWeightedEntropy, Threads = 3 };
        var memory = single ? ClassProbabilities.Of(floats, some.Classes) : ClassProbabilities.Of(some.Rows, some.Classes);
        Same(LabelAudit.Of(memory, some.Labels, options), LabelAudit.Of(ClassProbabilities.Of(file), some.Labels, options));
    }

    [Fact]
    public void A_matrix_gives_the_same_as_its_rows()
    {
        var some = SomeAudits.Draw(6, 200, 3, 0.3);
        var matrix = new double[some.Count, 3];
        Buffer.BlockCopy(some.Rows, 0, matrix, 0, some.Rows.Length * sizeof(double));
        Same(some.Audit(), LabelAudit.Of(ClassProbabilities.Of(matrix), some.Labels));
    }

    [Fact]
    public void Rows_scaled_at_will_are_normalised_on_request()
    {
        var some = SomeAudits.Draw(6, 300, 3, 0.3, unit: 64);
        double[] scaled = [.. some.Rows.Select((p, at) => p * (1 << (at / 3 % 5)))];
        Same(some.Audit(), LabelAudit.Of(ClassProbabilities.Of(scaled, 3), some.Labels, new AuditOptions { Normalise = true }));
    }

    [Theory]
    [InlineData("sum to 0.9; rows must sum to 1", 0.5, 0.4)]
    [InlineData("is -0.5, which is not from 0 to 1", -0.5, 1.5)]
    [InlineData("is 1.5, which is not from 0 to 1", 1.5, 0)]
    [InlineData("is NaN", double.NaN, 1)]
    [InlineData("is ∞", double.PositiveInfinity, 1)]
    public void A_row_that_is_no_distribution_is_refused(string expected, double p, double q)
    {
        var message = Assert.Throws<DataException>(() => LabelAudit.Of(ClassProbabilities.Of([1, 0, p, q, 9, 9], 2), [0, 1, 1])).Message;
        Assert.Contains("of sample 1 ", message);
        Assert.Contains(expected.Replace("∞", double.PositiveInfinity.ToString()), message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 2)]
    [InlineData(double.NaN, 1)]
    public void A_row_that_cannot_be_normalised_is_refused(double p, double q) => Assert.Contains(
        "sample 1 cannot be normalised",
        Assert.Throws<DataException>(() => LabelAudit.Of(ClassProbabilities.Of([1, 1, p, q], 2), [0, 1], new AuditOptions { Normalise = true })).Message);

    [Fact]
    public void Labels_that_do_not_belong_to_the_rows_are_refused()
    {
        double[] rows = [1, 0, 0, 1];
        Refused("2 rows of probabilities and 3 labels", rows, 2, [0, 1, 1]);
        Refused("the label of sample 1 is 2; with 2 columns of probabilities labels are 0 to 1", rows, 2, [0, 2]);
        Refused("the label of sample 0 is -1", rows, 2, [-1, 0]);
        Refused("at least two classes", [1, 1], 1, [0, 0]);
        Refused("no samples", [], 2, []);
        Refused("3 class names and 2 columns", rows, 2, [0, 1], new AuditOptions { ClassNames = ["a", "b", "c"] });
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Wrong("the fraction of noise is 1.5", new AuditOptions { FractionOfNoise = 1.5 });
        Wrong("applies to the filters that prune", new AuditOptions { FractionOfNoise = 0.5, FilterBy = IssueFilter.ConfidentLearning });
        Wrong("not defined for adjusted probabilities", new AuditOptions { AdjustProbabilities = true, Score = LabelScoreKind.ConfidenceWeightedEntropy });
        Wrong("the confidence is 1", new AuditOptions { Confidence = 1 });
        Wrong("the number of threads is 0", new AuditOptions { Threads = 0 });

        static void Wrong(string expected, AuditOptions options) => Assert.Contains(expected, Assert.Throws<SettingsException>(() => SomeAudits.Draw(1, 30, 3, 0.2).Audit(options)).Message);
    }

    [Fact]
    public void Suspicious_input_is_warned_about()
    {
        Assert.Empty(SomeAudits.Draw(1, 500, 3, 0.2).Audit().Warnings);
        var seen = SomeAudits.Draw(1, 500, 3, 0);
        Assert.Contains("has probably seen these labels", Warning([.. seen.Labels.SelectMany(label => Enumerable.Range(0, 3).Select(k => k == label ? 0.998 : 0.001))], seen.Labels, 3));
        Assert.Contains("less than chance", Warning([.. seen.Labels.SelectMany(label => Enumerable.Range(0, 3).Select(k => k == (label + 1) % 3 ? 0.8 : 0.1))], seen.Labels, 3));
        Assert.Contains("no sample is labelled class 2; nothing can be found out about it", Warning([.9, .1, 0, .2, .8, 0, .8, .2, 0], [0, 1, 0], 3));
        Assert.Contains("no sample is predicted to be class 1, although some are labelled so", Warning([.9, .1, .6, .4, .7, .3], [0, 1, 0], 2));

        static string Warning(double[] rows, int[] labels, int classes) => Assert.Single(LabelAudit.Of(ClassProbabilities.Of(rows, classes), labels).Warnings);
    }

    [Fact]
    public void Predictions_that_are_known_to_be_out_of_sample_may_agree_with_every_label()
    {
        var some = SomeAudits.Draw(1, 500, 3, 0);
        double[] rows = [.. some.Labels.SelectMany(label => Enumerable.Range(0, 3).Select(k => k == label ? 0.998 : 0.001))];
        Assert.Single(LabelAudit.Of(ClassProbabilities.Of(rows, 3), some.Labels).Warnings);
        Assert.Empty(LabelAudit.Of(ClassProbabilities.Of(rows, 3), some.Labels, new() { IsOutOfSample = true }).Warnings);
    }

    [Fact]
    public void A_cancelled_audit_stops_and_progress_reaches_the_end()
    {
        var some = SomeAudits.Draw(1, 2000, 3, 0.2);
        Assert.ThrowsAny<OperationCanceledException>(() => LabelAudit.Of(ClassProbabilities.Of(some.Rows, 3), some.Labels, cancel: new CancellationToken(canceled: true)));
        List<AuditProgress> reports = [];
        LabelAudit.Of(ClassProbabilities.Of(some.Rows, 3), some.Labels, progress: new Recorder(reports));
        Assert.Equal(["reading", "counting", "choosing"], reports.Where(report => report.Done == report.Total).Select(report => report.Stage));
    }

    private static void Refused(string expected, double[] rows, int classes, int[] labels, AuditOptions? options = null)
        => Assert.Contains(expected, Assert.Throws<DataException>(() => LabelAudit.Of(ClassProbabilities.Of(rows, classes), labels, options)).Message);

    private static void Same(LabelAudit a, LabelAudit b)
    {
        Assert.Equal(a.IsIssue, b.IsIssue);
        Assert.Equal(a.Scores.Select(BitConverter.DoubleToInt64Bits), b.Scores.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(a.Thresholds.Select(BitConverter.DoubleToInt64Bits), b.Thresholds.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(a.Joint.ToArray(), b.Joint.ToArray());
        Assert.Equal(a.Suggested, b.Suggested);
        Assert.Equal(a.ConfidentErrors, b.ConfidentErrors);
    }

    private static void ForAny(Action<SomeAudits> body) => Prop.ForAll(SomeAudits.Any.ToArbitrary(), body).QuickCheckThrowOnFailure();

    private sealed class Recorder(List<AuditProgress> reports) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
