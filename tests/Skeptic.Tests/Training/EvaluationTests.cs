using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Looking at samples: the mean of the networks' logits, in evaluation mode, without a trace.</summary>
public sealed class EvaluationTests
{
    [Fact]
    public void Logits_are_the_mean_of_the_networks_in_evaluation_mode()
    {
        using var workplace = TinyRun.Workplace(TinyData.Images(train: 2_500));
        using var run = new Run(TinyRun.Recipe("co-teaching"), workplace);
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var inputs = run.Training.Batch(Tensor.Arange(run.Training.Count)).Inputs;
        foreach (var network in run.Networks) network.Model.Train(false);
        var expected = (run.Networks[0].Model.Forward(inputs) + run.Networks[1].Model.Forward(inputs)) / 2;
        foreach (var network in run.Networks) network.Model.Train();
        // 2,250 samples: more than two batches of evaluation.
        Assert.Equal([2_250, 3], run.Logits.Shape);
        Near.Equal(Numbers.Of(expected), Numbers.Of(run.Logits), "logits");
        Assert.All(run.Networks, network => Assert.True(network.Model.Training));
    }

    [Fact]
    public void Evaluation_changes_no_state()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("sop"), workplace);
        var before = TinyRun.Hashes(run);
        using var scope = Scope.Open();
        _ = run.Test.Accuracy(run.Networks);
        _ = run.Logits;
        Assert.Equal(before, TinyRun.Hashes(run));
    }

    [Fact]
    public void Logits_are_kept_until_the_networks_change()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("ce"), workplace);
        using var scope = Scope.Open();
        var first = run.Logits;
        Assert.Same(first, run.Logits);
        run.NetworksChanged();
        Assert.NotSame(first, run.Logits);
    }

    [Fact]
    public void Accuracy_is_the_share_of_rows_whose_largest_logit_is_at_the_label()
    {
        using var scope = Scope.Open();
        var logits = Tensor.From<float>([1, 2, 0, 5, 0, 0, 0, 0, 1], [3, 3]);
        Near.Equal(2 / 3.0, Evaluation.Accuracy(logits, Tensor.From([1L, 0, 1])), "accuracy", Tolerance.Formula);
    }

    [Fact]
    public void Every_channel_of_an_image_has_its_own_normalisation()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => (byte)(10 * i))];
        var data = new LabelledData(new ImageArray(pixels, 2, 3, 2, 2), [0, 1]);
        double[] mean = [0.1, 0.2, 0.3], deviation = [0.5, 0.6, 0.7];
        using var device = new DeviceData(data.Inputs, new Normalisation(mean, deviation), Device.Cpu);
        using var scope = Scope.Open();
        double[] expected = [.. pixels.Select((pixel, i) => (pixel / 255.0 - mean[i / 4 % 3]) / deviation[i / 4 % 3])];
        Near.Equal([.. expected[12..], .. expected[..12]], Numbers.Of(device.Gather(Tensor.From([1L, 0]))), "gathered");
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)(10 * i)), pixels);
    }

    [Fact]
    public void Features_are_taken_as_they_are()
    {
        using var device = new DeviceData(new FeatureArray([1, 2, 3, 4, 5, 6], 3, 2), Normalisation.Identity(1), Device.Cpu);
        using var scope = Scope.Open();
        Assert.Equal([5f, 6, 1, 2], device.Gather(Tensor.From([2L, 0])).ToArray<float>());
    }

    [Fact]
    public void A_run_on_feature_vectors_trains()
    {
        var images = TinyData.Images();
        LabelledData Flat(LabelledData part) => new(new FeatureArray([.. ((ImageArray)part.Inputs).Pixels.Select(pixel => pixel / 255f)], part.Count, 64), part.Labels);
        var flat = new Dataset(TinyData.Name, Flat(images.Train), Flat(images.Test), images.ClassNames, Normalisation.Identity(1), "flattened by a test");
        using var workplace = TinyRun.Workplace(flat);
        var outcome = Trainer.Train(TinyRun.Recipe("aux", "model=mlp", "epochs=12", "noise=none", "schedule=constant"), workplace, null);
        Assert.True(outcome.Result!.Last.Accuracy > 0.9, $"{outcome.Result.Last}");
    }
}
