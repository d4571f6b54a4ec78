using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>The numbers of an epoch, from what its steps showed in passing.</summary>
public sealed class TrainingWatchTests
{
    [Fact]
    public void Numbers_are_shares_of_the_samples_visited()
    {
        using var scope = Scope.Open();
        // The fifth sample is not visited; the second and the third have wrong labels, of which the network repeats the third.
        using var watch = new TrainingWatch(Tensor.From([0L, 1, 2, 0, 1]), Tensor.From([0L, 0, 1, 0, 2]));
        watch.Class.CopyFrom(Tensor.From([0L, 0, 2, 1, -1]));
        watch.AdjustedClass.CopyFrom(Tensor.From([0L, 1, 2, 0, -1]));
        watch.Loss.CopyFrom(Tensor.From([1f, 2, 3, 6, float.NaN]));
        Assert.Equal(
            new TrainingNumbers { Loss = 3, GivenAccuracy = 2 / 4.0, AdjustedAccuracy = 1, TrueAccuracy = 2 / 4.0, Memorised = 1 / 2.0 },
            watch.Numbers(outputsChanged: true));
        Assert.Null(watch.Numbers(outputsChanged: false).AdjustedAccuracy);
    }

    [Fact]
    public void Without_the_truth_only_the_given_labels_count()
    {
        using var scope = Scope.Open();
        using var watch = new TrainingWatch(Tensor.From([0L, 1]), null);
        watch.Class.CopyFrom(Tensor.From([0L, 0]));
        watch.Loss.CopyFrom(Tensor.From([1f, 2]));
        Assert.Equal(new TrainingNumbers { Loss = 1.5, GivenAccuracy = 0.5 }, watch.Numbers(outputsChanged: false));
    }

    [Fact]
    public void A_step_shows_the_classes_of_the_network_and_of_what_the_losses_see()
    {
        using var harness = new StepHarness(new() { ["method"] = "aux" }, 3, 2, () => new FixedLogits(3, 2));
        harness.SetRows("b", new Numbers([0, 1, 0, 0, 0, 0], [3, 2]));
        ((FixedLogits)harness.Model).Set(new Numbers([1, 0, 0, 1], [2, 2]));
        var seen = harness.Step([0, 2], [0, 1]);
        Assert.Equal([0L, -1, 1], harness.Run.Watch.Class.ToArray<long>());
        Assert.Equal([1L, -1, 1], harness.Run.Watch.AdjustedClass.ToArray<long>());
        var losses = harness.Run.Watch.Loss.ToArray<float>();
        Assert.Equal([seen.Only.Losses[0], seen.Only.Losses[1]], [losses[0], losses[2]]);
        Assert.True(float.IsNaN(losses[1]));
    }
}
