using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>What a run trains on, what it holds out, and with which labels.</summary>
public sealed class ValidationSplitTests
{
    private static readonly Dataset s_data = TinyData.Images(train: 3_000);

    [Theory]
    [InlineData("after-noise", "stream", 0)]
    [InlineData("before-noise", "stream", 0)]
    [InlineData("after-noise", "numpy-legacy", 0)]
    [InlineData("before-noise", "numpy-legacy", 0)]
    [InlineData("after-noise", "stream", 1000)]
    [InlineData("before-noise", "numpy-legacy", 1000)]
    public void Validation_and_training_never_overlap(string order, string draws, int samples)
    {
        var plan = Plan($"validation.order={order}", $"draws={draws}", $"samples={samples}", "validation.share=0.25");
        var count = samples == 0 ? 3_000 : samples;
        Assert.Equal((count * 3 / 4, count / 4), (plan.Training.Length, plan.Validation.Length));
        Assert.Equal(count, plan.Training.Concat(plan.Validation).Distinct().Count());
        Assert.All(plan.Training.Concat(plan.Validation), i => Assert.InRange(i, 0, 2_999));
        Assert.Equal(plan.Training.Select(i => s_data.Train.Labels[i]), plan.TrueLabels);
    }

    [Fact]
    public void After_noise_the_validation_labels_are_as_noisy_as_the_training_labels()
    {
        var plan = Plan("validation.order=after-noise", "validation.share=0.4", "noise=symmetric:0.3");
        Assert.InRange(Wrong(plan.GivenLabels, plan.Training), 0.25, 0.35);
        Assert.InRange(Wrong(plan.ValidationLabels, plan.Validation), 0.25, 0.35);
        Assert.Null(plan.Noise.Scope);
    }

    [Fact]
    public void Before_noise_the_validation_labels_stay_clean()
    {
        var plan = Plan("validation.order=before-noise", "validation.share=0.4", "noise=symmetric:0.3");
        Assert.InRange(Wrong(plan.GivenLabels, plan.Training), 0.25, 0.35);
        Assert.Equal(0, Wrong(plan.ValidationLabels, plan.Validation));
        Assert.Equal(plan.Training.Length, plan.Noise.Scope!.Length);
    }

    [Fact]
    public void The_order_of_noise_and_split_does_not_change_the_split()
    {
        var (after, before) = (Plan("validation.order=after-noise", "noise=pair:0.3"), Plan("validation.order=before-noise", "noise=pair:0.3"));
        Assert.Equal(after.Validation, before.Validation);
        Assert.Equal(after.Training, before.Training);
    }

    [Fact]
    public void A_share_of_zero_holds_nothing_out()
    {
        foreach (var order in new[] { "after-noise", "before-noise" })
        {
            var plan = Plan("validation.share=0", $"validation.order={order}", "noise=symmetric:0.3");
            Assert.Empty(plan.Validation);
            Assert.Equal(3_000, plan.Training.Length);
            Assert.InRange(Wrong(plan.GivenLabels, plan.Training), 0.25, 0.35);
        }
        var trained = TinyRun.Train(TinyRun.Recipe("ce", "validation.share=0"));
        Assert.Null(trained.Outcome.Result!.AtBestValidation);
        Assert.All(trained.Epochs, epoch => Assert.Null(epoch.Validation));
    }

    [Fact]
    public void The_batches_hold_the_images_and_given_labels_of_the_training_part()
    {
        using var workplace = TinyRun.Workplace(s_data);
        using var run = new Run(TinyRun.Recipe("ce", "validation.share=0.25"), workplace);
        using var scope = Scope.Open();
        long[] places = [5, 0, 2_249, 17];
        var batch = run.Training.Batch(Tensor.From(places));
        Assert.Equal(places.Select(i => (long)run.Labels.GivenLabels[i]), batch.Labels.ToArray<long>());
        var inputs = Numbers.Of(batch.Inputs);
        for (var row = 0; row < places.Length; row++)
        {
            var pixels = ((ImageArray)s_data.Train.Inputs)[run.Labels.Training[places[row]]].ToArray();
            // Byte to (byte / 255 - mean) / standard deviation.
            Near.Equal([.. pixels.Select(pixel => (pixel / 255.0 - 0.4) / 0.3)], inputs[(row * 64)..((row + 1) * 64)], $"image {places[row]}");
        }
    }

    [Fact]
    public void More_samples_than_there_are_are_refused() =>
        Assert.Equal("samples is 3001, but tiny has 3000 training samples", Assert.Throws<SettingsException>(() => Plan("samples=3001")).Message);

    [Fact]
    public void A_subset_is_the_same_for_every_noise_and_method()
    {
        var (a, b) = (Plan("samples=100", "noise=none"), Plan("samples=100", "noise=pair:0.4"));
        Assert.Equal(a.Training, b.Training);
        Assert.NotEqual(a.Training, Plan("samples=100", "seed=2").Training);
    }

    private static LabelPlan Plan(params string[] settings) => LabelPlan.Make(TinyRun.Recipe("ce", settings), s_data);

    private static double Wrong(int[] given, int[] places) => given.Where((label, i) => label != s_data.Train.Labels[places[i]]).Count() / (double)given.Length;
}
