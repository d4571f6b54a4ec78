using Skeptic.Augmentation;
using Skeptic.Data;
using Skeptic.Randomness;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>The recipe's augmentation where training meets it.</summary>
public sealed class AugmentedTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ce", "crop:4,flip,cutout:4")]
    [InlineData("sop-plus", "crop:1,flip")]
    [InlineData("co-teaching", "rotate:20,random-resized-crop:8")]
    public void A_run_that_was_interrupted_leaves_the_same_bits(string method, string augment)
    {
        var recipe = TinyRun.Recipe(method, "epochs=3", "augment=" + augment);
        var whole = TinyRun.Train(recipe, _folder["whole"]);
        var parts = _folder["parts"];
        foreach (var stop in new[] { TinyRun.StopAt(method == "co-teaching" ? 8 : 4), TinyRun.StopAfterEpoch(1) })
            Assert.Equal(RunStatus.Interrupted, TinyRun.Train(recipe, parts, stop).Outcome.Status);
        var resumed = TinyRun.Train(recipe, parts);
        Assert.Equal(whole.State, resumed.State);
        Assert.Equal(whole.Epochs, resumed.Epochs);
        Assert.NotEqual(whole.State, TinyRun.Train(TinyRun.Recipe(method, "epochs=3")).State);
    }

    [Fact]
    public void Training_batches_are_augmented_and_nothing_else_is()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("ce", "augment=crop:2,flip"), workplace);
        using var plain = new Run(TinyRun.Recipe("ce"), workplace);
        using var scope = Scope.Open();
        var (seen, same) = (Inputs(run, 0, 0, 3), Inputs(plain, 0, 0, 3));
        Assert.Equal(same, Inputs(plain, 1, 0, 4));
        // Each view is a window of the padded image, mirrored or not: padding is -0.4 / 0.3.
        for (var image = 0; image < 16; image++)
        {
            var (view, original) = (seen[(64 * image)..(64 * image + 64)], same[(64 * image)..(64 * image + 64)]);
            Assert.True(Windows(original).Any(window => window.Zip(view).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5)), $"image {image}");
        }
        Assert.NotEqual(same, seen);
        // The weights are the same, and so is what is said of samples as they are.
        Assert.Equal(plain.Logits.ToArray<float>(), run.Logits.ToArray<float>());
    }

    [Fact]
    public void Every_step_pass_epoch_and_seed_has_views_of_its_own()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("ce", "augment=crop:2,flip"), workplace);
        using var scope = Scope.Open();
        Assert.Equal(Inputs(run, 1, 1, 1), Inputs(run, 1, 1, 1));
        var all = new[] { Inputs(run, 0, 0, 0), Inputs(run, 1, 0, 0), Inputs(run, 0, 1, 0), Inputs(run, 0, 0, 1) };
        Assert.Equal(4, all.Select(inputs => string.Join(' ', inputs)).Distinct().Count());
        Assert.NotEqual(new Views(AugmentationPipeline.None, 1, 0).First(0, 0).NextUInt64(), new Views(AugmentationPipeline.None, 2, 0).First(0, 0).NextUInt64());
    }

    [Fact]
    public void Further_views_differ_by_purpose_and_not_by_network()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("ce", "augment=crop:2,flip"), workplace);
        using var scope = Scope.Open();
        var pipeline = AugmentationPipeline.Parse("crop:2,flip");
        var batch = Batch(run, 2, 0, 1);
        var view = batch.View(pipeline, "second").ToArray<float>();
        Assert.Equal(view, batch.View(pipeline, "second").ToArray<float>());
        Assert.NotEqual(view, batch.View(pipeline, "third").ToArray<float>());
        Assert.NotEqual(view, batch.Inputs.ToArray<float>());
        Assert.NotEqual(view, Batch(run, 3, 0, 1).View(pipeline, "second").ToArray<float>());
        // From the images as they lie in the data set, not from the augmented inputs.
        Assert.Equal(run.Training.InOrder(batch.Index).Batch(0, 16).Inputs.ToArray<float>(), batch.View(AugmentationPipeline.None, "second").ToArray<float>());
        Assert.Contains("not drawn from a data set", Assert.Throws<InvalidOperationException>(
            () => new Batch(batch.Index, batch.Inputs, batch.Labels, 16).View(pipeline, "second")).Message);
    }

    [Fact]
    public void A_text_that_cannot_be_read_is_refused_with_the_recipe() =>
        Assert.Contains("Did you mean 'crop'?", Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce", "augment=corp:4")).Message);

    [Fact]
    public void Samples_that_are_no_images_are_refused()
    {
        var labels = new[] { 0, 1, 0, 1 };
        var features = new LabelledData(new FeatureArray(new float[8], 4, 2), labels);
        using var workplace = TinyRun.Workplace(new Dataset(TinyData.Name, features, features, ["a", "b"], Normalisation.Identity(1), "made by a test"));
        var recipe = TinyRun.Recipe("ce", "augment=flip", "model=mlp", "validation.share=0");
        Assert.Equal(
            "augment is 'flip', and the samples of this data set are no images; leave it at none",
            Assert.Throws<SettingsException>(() => new Run(recipe, workplace).Dispose()).Message);
    }

    [Fact]
    public void A_hundred_views_leave_no_tensor()
    {
        using var scope = Scope.Open();
        var images = Tensor.From(new byte[4 * 3 * 64]).Reshape(4, 3, 8, 8);
        var (scale, shift) = (Tensor.Ones([3]), Tensor.Zeros([3]));
        var pipeline = AugmentationPipeline.Parse("autoaugment,randaugment:2:9,jitter:0.4:0.4:0.4:0.1,random-resized-crop:8,rotate:9,crop:4,flip,cutout:16");
        void Views(int count)
        {
            for (ulong seed = 0; seed < (ulong)count; seed++)
            {
                using var inner = Scope.Open();
                pipeline.View(images, scale, shift, new RandomStream(seed));
            }
        }

        Views(5);
        var before = Live.Tensors();
        Views(100);
        Assert.Equal(before, Live.Tensors());
    }

    private static Batch Batch(Run run, int epoch, int pass, int step) =>
        run.Training.InOrder(Tensor.Arange(32), run.Views(new Clock(epoch, 4))).Batch(0, 16, pass, step);

    private static float[] Inputs(Run run, int epoch, int pass, int step) => Batch(run, epoch, pass, step).Inputs.ToArray<float>();

    private static IEnumerable<float[]> Windows(float[] image)
    {
        const float Black = -0.4f / 0.3f;
        for (var down = -2; down <= 2; down++)
            for (var right = -2; right <= 2; right++)
            {
                float[] window = [.. Enumerable.Range(0, 64).Select(i => (Y: i / 8 + down, X: i % 8 + right)).Select(at => at.Y is < 0 or > 7 || at.X is < 0 or > 7 ? Black : image[at.Y * 8 + at.X])];
                yield return window;
                yield return [.. window.Chunk(8).SelectMany(row => row.Reverse())];
            }
    }
}
