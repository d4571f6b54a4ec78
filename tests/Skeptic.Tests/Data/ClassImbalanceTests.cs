using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class ClassImbalanceTests
{
    [Theory]
    [InlineData("long-tailed:0.01")]
    [InlineData("step:0.1")]
    public void Text_written_is_text_read(string text) => Assert.Equal(text, ClassImbalance.Parse(text)!.ToString());

    [Fact]
    public void None_changes_nothing()
    {
        Assert.Null(ClassImbalance.Parse("none"));
        Assert.Null(ClassImbalance.Parse(null));
        Assert.Equal(TinyRun.Recipe("ce").Id, TinyRun.Recipe("ce", "imbalance=none").Id);
        Assert.NotEqual(TinyRun.Recipe("ce").Id, TinyRun.Recipe("ce", "imbalance=step:0.1").Id);
    }

    [Theory]
    [InlineData("long-tailed", "must be none, long-tailed:FACTOR or step:FACTOR")]
    [InlineData("exponential:0.1", "must be none, long-tailed:FACTOR or step:FACTOR")]
    [InlineData("step:0", "above 0 and at most 1")]
    [InlineData("step:1.5", "above 0 and at most 1")]
    [InlineData("step:NaN", "above 0 and at most 1")]
    [InlineData("step:a", "above 0 and at most 1")]
    public void Mistakes_are_named_with_what_is_legal(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<SettingsException>(() => ClassImbalance.Parse(text)).Message);

    [Fact]
    public void A_class_that_would_be_empty_is_an_error()
        => Assert.Contains("leaves class 9 without a sample, of 50", Assert.Throws<SettingsException>(() => new ClassImbalance(false, 0.019).Keep(Labels.Cycling(500, 10), 10, 1)).Message);

    [Fact]
    public void A_small_class_keeps_what_it_has()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 1, 0, 1];
        var kept = new ClassImbalance(IsStep: true, 0.8).Keep(labels, 2, seed: 1);
        Assert.Equal((5, 2), (kept.Count(i => labels[i] == 0), kept.Count(i => labels[i] == 1)));
        Assert.Equal(kept.Order(), kept);
    }

    [Fact]
    public void The_legacy_generator_orders_by_class_and_takes_the_first_of_each_shuffle()
    {
        var labels = Labels.Cycling(1_000, 10);
        var kept = new ClassImbalance(false, 0.1).Keep(labels, 10, 7, RandomSource.NumpyLegacy);
        Assert.Equal(kept.Select(i => labels[i]).Order(), kept.Select(i => labels[i]));
        var first = new Mt19937(7).Permutation(100);
        Assert.Equal(first.Select(position => 10 * position), kept[..100]);
    }

    [Fact]
    public void A_run_trains_on_what_is_left_and_records_the_class_counts()
    {
        var recipe = TinyRun.Recipe("ce", "imbalance=long-tailed:0.25", "noise=uniform-excl-total:0.5", "validation.share=0", "epochs=1");
        using var workplace = TinyRun.Workplace();
        using var run = new Run(recipe, workplace);
        // 40 a class before.
        Assert.Equal([40, 20, 10], run.Facts(null).ClassCounts!);
        Assert.Equal(0.5, run.Facts(null).RealisedNoiseRate);
        Assert.Equal(60, run.Facts(null).TestSamples);
        Assert.All(run.Labels.Training.Zip(run.Labels.TrueLabels), pair => Assert.Equal(pair.Second, pair.First % 3));
    }
}
