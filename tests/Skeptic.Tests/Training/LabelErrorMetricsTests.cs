using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class LabelErrorMetricsTests
{
    [Fact]
    public void A_perfect_ranking_scores_one() => Scores([4, 3, 2, 1], [true, true, false, false], auroc: 1, precision: 1, atErrors: 1);

    [Fact]
    public void A_reversed_ranking_scores_its_worst() =>
        // The wrong labels come third and fourth: precisions 1/3 and 2/4.
        Scores([4, 3, 2, 1], [false, false, true, true], auroc: 0, precision: (1 / 3.0 + 2 / 4.0) / 2, atErrors: 0);

    [Fact]
    public void A_mixed_ranking_is_scored_by_hand() =>
        // By suspicion: wrong, right, wrong, right, right. Pairs won: 3 of the first and 2 of the second, of 6.
        Scores([0.9, 0.8, 0.7, 0.6, 0.5], [true, false, true, false, false], auroc: 5 / 6.0, precision: (1 + 2 / 3.0) / 2, atErrors: 1 / 2.0);

    [Fact]
    public void Ties_count_half() =>
        // All alike: precision is the share of wrong labels, and so is that of the two most suspicious.
        Scores([1, 1, 1, 1, 1], [true, false, true, false, false], auroc: 0.5, precision: 2 / 5.0, atErrors: 2 / 5.0);

    [Fact]
    public void A_tie_across_the_number_of_errors_counts_by_its_share() =>
        // Wrong; then a tie of one wrong and two right, of which one more place counts; then right. Pairs: 3 + (1 + 2 half) of 6.
        Scores([3, 2, 2, 2, 1], [true, true, false, false, false], auroc: (3 + 1 + 2 * 0.5) / 6, precision: (1 + 2 / 4.0) / 2, atErrors: (1 + 1 / 3.0) / 2);

    [Fact]
    public void The_order_of_the_samples_does_not_matter()
    {
        double[] suspicion = [0.1, 0.9, 0.5, 0.5, 0.3, 0.9, 0.2];
        bool[] wrong = [false, true, true, false, false, false, true];
        int[] order = [6, 2, 4, 0, 5, 3, 1];
        Assert.Equal(
            LabelErrorMetrics.Of("s", suspicion, wrong),
            LabelErrorMetrics.Of("s", [.. order.Select(i => suspicion[i])], [.. order.Select(i => wrong[i])]));
    }

    [Fact]
    public void Suspicions_that_are_no_numbers_come_last() =>
        Scores([double.NaN, 2, 1, double.NaN], [false, true, true, true], auroc: (1 + 1 + 0.5) / 3, precision: (1 + 1 + 3 / 4.0) / 3, atErrors: (2 + 1 / 2.0) / 3);

    [Fact]
    public void Infinite_suspicions_are_ordered() =>
        Scores([double.PositiveInfinity, 0, double.NegativeInfinity], [true, false, false], auroc: 1, precision: 1, atErrors: 1);

    [Fact]
    public void Precision_at_100_counts_the_first_hundred()
    {
        double[] suspicion = [.. Enumerable.Range(0, 400).Select(i => -(double)i)];
        // Of the first hundred every fourth is right, and of the others every one.
        bool[] wrong = [.. Enumerable.Range(0, 400).Select(i => i < 100 && i % 4 != 0)];
        Assert.Equal(0.75, LabelErrorMetrics.Of("s", suspicion, wrong).PrecisionAt100, 1e-12);
        Assert.Equal(0.5, LabelErrorMetrics.Of("s", suspicion.AsSpan(0, 2), [true, false]).PrecisionAt100, 1e-12);
        // A tie from place 90 to 110: half of it, of which half are wrong, lies before the cut.
        double[] tied = [.. Enumerable.Range(0, 400).Select(i => i is >= 90 and < 110 ? -90.0 : -i)];
        bool[] alternating = [.. Enumerable.Range(0, 400).Select(i => i < 90 || i is < 110 && i % 2 == 0)];
        Assert.Equal(0.95, LabelErrorMetrics.Of("s", tied, alternating).PrecisionAt100, 1e-12);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Contains("2 scores for 3 labels", Assert.Throws<ArgumentException>(() => LabelErrorMetrics.Of("s", [1, 2], [true, false, true])).Message);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Labels_that_are_all_alike_are_refused(bool wrong) =>
        Assert.Contains("only one kind", Assert.Throws<ArgumentException>(() => LabelErrorMetrics.Of("s", [1, 2], [wrong, wrong])).Message);

    private static void Scores(double[] suspicion, bool[] wrong, double auroc, double precision, double atErrors)
    {
        var quality = LabelErrorMetrics.Of("score", suspicion, wrong);
        Near.Equal([auroc, precision, atErrors], [quality.Auroc, quality.AveragePrecision, quality.PrecisionAtErrors], "AUROC, average precision, precision at errors", Tolerance.Formula);
        Assert.Equal("score", quality.Score);
    }
}
