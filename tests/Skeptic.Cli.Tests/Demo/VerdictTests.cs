using Skeptic.Cli.Demo;

namespace Skeptic.Cli.Tests.Demo;

public class VerdictTests
{
    [Fact]
    public void Methods_that_beat_the_baseline_are_said_to_with_their_figures() => Assert.Equal(
        "After the last epoch plain cross-entropy (ce) classifies 67.00 % of the clean test set correctly; gce and sop reach 95.00 % (+28.00 points) and 96.00 % (+29.00 points).",
        Verdict.OnAccuracy(Report(ce: 0.67, gce: 0.95, sop: 0.96)));

    [Fact]
    public void A_method_that_is_worse_is_said_to_be() => Assert.EndsWith(
        "; gce reaches 95.00 % (+28.00 points); sop does worse with 40.00 % (−27.00 points).", Verdict.OnAccuracy(Report(ce: 0.67, gce: 0.95, sop: 0.40)), StringComparison.Ordinal);

    [Fact]
    public void A_difference_that_so_few_test_samples_cannot_show_is_not_claimed() => Assert.EndsWith(
        "; gce and sop do not clearly beat it with 91.00 % (+1.00 points) and 89.50 % (−0.50 points), since 2,000 test samples leave 1.88 points open.",
        Verdict.OnAccuracy(Report(ce: 0.90, gce: 0.91, sop: 0.895)), StringComparison.Ordinal);

    [Fact]
    public void A_baseline_that_memorised_and_fell_is_set_against_the_robust_run() => Assert.Equal(
        "ce now repeats 70.00 % of the wrong labels that it was given, and its test accuracy has fallen from 90.00 % after epoch 2 to 67.00 %; sop repeats 10.00 %.",
        Verdict.OnMemory(Report(ce: 0.67, gce: 0.95, sop: 0.96, best: 0.9, memorised: 0.7)));

    [Fact]
    public void A_baseline_that_did_not_fall_is_not_said_to_and_neither_is_a_run_that_repeats_as_much() => Assert.Equal(
        "ce now repeats 5.00 % of the wrong labels that it was given, and its test accuracy has not clearly fallen from its best, 97.30 % after epoch 2; sop repeats no fewer, 10.00 %.",
        Verdict.OnMemory(Report(ce: 0.97, gce: 0.95, sop: 0.96, best: 0.973, memorised: 0.05)));

    [Fact]
    public void Accuracies_of_90_percent_on_2000_samples_are_told_apart_from_1_9_points_on() =>
        Assert.Equal(0.0186, Verdict.Resolution(0.9, 0.9, 2000), 1e-4);

    private static DemoReport Report(double ce, double gce, double sop, double? best = null, double memorised = 0.1)
    {
        // By name, since the plan's choice of robust methods is not what is tested.
        var plan = MadeUpRuns.Parts()[0];
        return new DemoReport(
        [
            MadeUpRuns.Of(plan with { Method = "ce" }, ce, best, memorised),
            MadeUpRuns.Of(plan with { Method = "gce" }, gce, validation: 0.5),
            MadeUpRuns.Of(plan with { Method = "sop" }, sop, validation: 0.6),
        ]);
    }
}
