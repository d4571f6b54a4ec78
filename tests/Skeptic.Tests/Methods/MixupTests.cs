using Skeptic.Methods;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class MixupTests
{
    private const int Size = 16;

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", Size)]
    public void Inputs_and_targets_are_mixed_alike(string perSample, int shares)
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("mixup", $"method.mixup.perSample={perSample}"), workplace);
        using var scope = Scope.Open();
        var plain = run.Training.InOrder(Tensor.Arange(Size)).Batch(0, Size);
        var mixed = Mixed(run, epoch: 0, step: 0);
        Assert.Null(mixed.Index);
        Assert.Null(mixed.Labels);
        var draws = run.Stream("mixup", new Branch(run, new Clock(0, 4), run.Networks[0], plain));
        var partners = draws.Permutation(Size);
        double[] drawn = [.. Enumerable.Range(0, shares).Select(_ => draws.NextBeta(1, 1))];
        var (x, y) = (Numbers.Of(plain.Inputs), Numbers.Of(plain.Labels.OneHot(3)));
        double[] Expected(double[] values, int width) =>
            [.. values.Select((value, at) => (Share: drawn[at / width % shares], Own: value, Other: values[partners[at / width] * width + at % width])).Select(pair => pair.Share * pair.Own + (1 - pair.Share) * pair.Other)];
        Near.Equal(Expected(x, 64), Numbers.Of(mixed.Inputs), "inputs");
        Near.Equal(Expected(y, 3), Numbers.Of(mixed.Targets), "targets");
        Assert.All(Numbers.Of(mixed.Targets).Chunk(3), row => Assert.InRange(row.Sum(), 1 - 1e-6, 1 + 1e-6));
    }

    [Fact]
    public void Every_step_of_every_epoch_draws_anew()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("mixup"), workplace);
        using var scope = Scope.Open();
        double[][] drawn = [.. from at in new[] { (0, 0), (0, 1), (1, 0), (1, 1) } select Numbers.Of(Mixed(run, at.Item1, at.Item2).Targets)];
        foreach (var (i, one) in drawn.Index())
            foreach (var other in drawn.Skip(i + 1)) Assert.NotEqual(one, other);
        Assert.Equal(drawn[3], Numbers.Of(Mixed(run, 1, 1).Targets));
    }

    [Theory]
    [InlineData("mixup+gce")]
    [InlineData("mixup+mae+rdi")]
    [InlineData("cdr+mixup")]
    public void It_goes_with_losses_of_soft_targets_and_with_gradients(string methods) =>
        Assert.True(TinyRun.Train(TinyRun.Recipe(methods)).Outcome.Result!.Last.Accuracy > 0.5);

    [Theory]
    [InlineData("mixup+sop", "sop keeps 'u' for every sample, and mixup trains on mixtures of samples; choose between them")]
    [InlineData("aux+mixup", "aux keeps 'b' for every sample, and mixup trains on mixtures of samples; choose between them")]
    [InlineData("co-teaching+mixup", "co-teaching keeps 'kept' for every sample, and mixup trains on mixtures of samples; choose between them")]
    public void It_is_refused_beside_what_is_kept_for_every_sample(string methods, string why) =>
        Assert.Equal(why, Assert.Throws<CompositionException>(() => MethodCatalogue.Compose(methods, [], new Needs(10, 3, 0.2))).Message);

    private static Examples Mixed(Run run, int epoch, int step)
    {
        var batch = run.Training.InOrder(Tensor.Arange(Size)).Batch(0, Size, 0, step);
        return run.Method.Examples(new Branch(run, new Clock(epoch, 4), run.Networks[0], batch));
    }

    [Theory]
    [InlineData("mixup")]
    [InlineData("ce+sr+mixup")]
    public void An_epochs_numbers_are_those_of_the_trained_network_since_its_steps_show_no_sample(string method)
    {
        var outcome = TinyRun.Train(TinyRun.Recipe(method)).Outcome;
        var last = outcome.Epochs[^1].Training;
        Assert.Equal(outcome.Result!.GivenAccuracy, last.GivenAccuracy);
        Assert.Equal(outcome.Result.TrueAccuracy, last.TrueAccuracy);
        Assert.Equal(outcome.Result.Memorised, last.Memorised);
        Assert.True(last is { Loss: > 0, AdjustedAccuracy: null });
        // The epochs differ, so that the score of the best one is its own.
        Assert.NotEqual(outcome.Epochs[0].Training.Loss, last.Loss);
    }
}
