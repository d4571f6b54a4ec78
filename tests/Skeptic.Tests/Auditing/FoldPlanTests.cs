using Skeptic.Auditing;
using Skeptic.Settings;

namespace Skeptic.Tests;

public sealed class FoldPlanTests
{
    private static readonly int[] s_given = [.. Enumerable.Range(0, 203).Select(i => i % 7 == 0 ? 2 : i % 2)];
    private static readonly string[] s_classes = ["a", "b", "c", "none"];

    [Fact]
    public void Every_sample_is_held_out_once_and_trained_on_by_all_other_runs()
    {
        var plan = FoldPlan.Make(s_given, s_classes, 5, 0.02, seed: 1);
        Assert.Equal(Enumerable.Range(0, 203), Enumerable.Range(0, 5).SelectMany(plan.Held).Order());
        for (var fold = 0; fold < 5; fold++) Assert.Equal(Enumerable.Range(0, 203), plan.Held(fold).Concat(plan.Trained(fold)).Order());
    }

    [Fact]
    public void Every_class_is_spread_evenly()
    {
        var plan = FoldPlan.Make(s_given, s_classes, 5, 0, seed: 1);
        foreach (var label in new[] { 0, 1, 2 })
        {
            var counts = Enumerable.Range(0, 5).Select(fold => plan.Held(fold).Count(i => s_given[i] == label)).ToArray();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
        var sizes = Enumerable.Range(0, 5).Select(fold => plan.Held(fold).Length).ToArray();
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 2);
    }

    [Fact]
    public void Copies_lie_in_the_same_fold()
    {
        int[] content = [.. Enumerable.Range(0, 203).Select(i => i % 60)];
        var plan = FoldPlan.Make(s_given, s_classes, 5, 0, seed: 3, content);
        Assert.All(Enumerable.Range(0, 203).GroupBy(i => content[i]), copies => Assert.Single(copies.Select(i => plan.FoldOf[i]).Distinct()));
        Assert.Equal(5, plan.FoldOf.Distinct().Count());
    }

    [Fact]
    public void A_planted_label_is_wrong_trained_on_and_planted_in_one_run_alone()
    {
        var plan = FoldPlan.Make(s_given, s_classes, 5, 0.05, seed: 1);
        for (var fold = 0; fold < 5; fold++)
        {
            Assert.Equal((int)Math.Round(0.05 * plan.Trained(fold).Length), plan.Planted[fold].Count);
            Assert.All(plan.Planted[fold], one => Assert.True(plan.FoldOf[one.Sample] != fold && one.Label != s_given[one.Sample] && one.Label is >= 0 and <= 2));
        }
        var samples = plan.Planted.SelectMany(planted => planted.Select(one => one.Sample)).ToArray();
        Assert.Equal(samples.Length, samples.Distinct().Count());
    }

    [Fact]
    public void Another_seed_makes_other_folds_and_the_same_seed_the_same()
    {
        int[] Of(ulong seed) => [.. FoldPlan.Make(s_given, s_classes, 5, 0.02, seed).FoldOf];
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }

    [Fact]
    public void A_class_smaller_than_the_folds_is_refused()
    {
        var problem = Assert.Throws<SettingsException>(() => FoldPlan.Make([0, 0, 0, 0, 0, 1, 1, 1], ["cat", "dog"], 5, 0, 1));
        Assert.Equal("class 'dog' has 3 different samples, fewer than the 5 folds, of which each holds one out; take fewer folds with --folds, or add to the class, merge or remove it", problem.Message);
        // Copies are one sample more often.
        Assert.Throws<SettingsException>(() => FoldPlan.Make([0, 0, 0, 1, 1, 1], ["cat", "dog"], 3, 0, 1, [0, 1, 2, 3, 3, 3]));
        Assert.Equal(3, FoldPlan.Make([0, 0, 0, 1, 1, 1], ["cat", "dog"], 3, 0, 1).Folds);
    }

    [Fact]
    public void Two_folds_leave_no_room_for_planted_labels()
    {
        Assert.Contains("--folds 3", Assert.Throws<SettingsException>(() => FoldPlan.Make(s_given, s_classes, 2, 0.02, 1)).Message);
        Assert.Equal(2, FoldPlan.Make(s_given, s_classes, 2, 0, 1).Folds);
    }
}
