using Skeptic.Torch;
using Skeptic.Torch.Optimisers;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>A run that goes wrong says so, and leaves what was good.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Nothing is learned in the first epoch, since a warm-up starts at 0; then steps are far too long.
    private static readonly Recipe s_recipe = TinyRun.Recipe("ce", "optimiser.learningRate=1e30", "schedule=warmup:1:0+constant");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_diverges_fails_in_a_sentence_and_keeps_the_last_good_checkpoint()
    {
        var folder = _folder["run"];
        Assert.Equal(RunStatus.Interrupted, TinyRun.Train(s_recipe, folder, TinyRun.StopAfterEpoch(1)).Outcome.Status);
        var good = File.ReadAllBytes(Path.Combine(folder, "checkpoint.safetensors"));

        var failed = Assert.Throws<RunException>(() => TinyRun.Train(s_recipe, folder)).Message;
        Assert.StartsWith("training diverged in epoch 2: ", failed);
        Assert.EndsWith(" is no longer finite, so nothing of this epoch was saved; lower optimiser.learningRate, or clip gradients with clipNorm=5", failed);
        Assert.Equal(good, File.ReadAllBytes(Path.Combine(folder, "checkpoint.safetensors")));
        Assert.Single(RunLog.Lines(Path.Combine(folder, "events.jsonl")), line => (string?)line["event"] == "epoch");
        Assert.False(File.Exists(Path.Combine(folder, "result.json")));
    }

    [Fact]
    public void A_run_that_is_stopped_after_it_diverged_saves_nothing_either()
    {
        var folder = _folder["run"];
        TinyRun.Train(s_recipe, folder, TinyRun.StopAfterEpoch(1));
        var good = File.ReadAllBytes(Path.Combine(folder, "checkpoint.safetensors"));
        Assert.Contains("diverged in epoch 2", Assert.Throws<RunException>(() => TinyRun.Train(s_recipe, folder, TinyRun.StopAt(6))).Message);
        Assert.Equal(good, File.ReadAllBytes(Path.Combine(folder, "checkpoint.safetensors")));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_named(double bad)
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("elr"), workplace);
        using var scope = Scope.Open();
        var divergence = new Divergence(Device.Cpu);
        divergence.Observe(Tensor.Full([], 3));
        divergence.Check(run, 7);

        run.State().Single(tensor => tensor.Name == "per-sample0.target").Value.Rows(5, 1).Fill(bad);
        Assert.Contains("epoch 7: 'per-sample0.target' is no longer finite", Assert.Throws<RunException>(() => divergence.Check(run, 7)).Message);
        divergence.Observe(Tensor.Full([], bad));
        divergence.Observe(Tensor.Full([], 1));
        Assert.Contains("epoch 8: what it minimises is no longer finite", Assert.Throws<RunException>(() => divergence.Check(run, 8)).Message);
    }

    [Fact]
    public void The_first_moment_changes_in_the_epoch_that_the_recipe_names()
    {
        using var workplace = TinyRun.Workplace();
        var recipe = TinyRun.Recipe("co-teaching", "optimiser.name=adam", "optimiser.learningRate=0.001", "optimiser.beta1After=0.1", "optimiser.beta1From=3");
        using var run = new Run(recipe, workplace);
        foreach (var (epoch, expected) in new[] { (0, 0.9), (2, 0.9), (3, 0.1), (9, 0.1) })
        {
            run.SetOptimisers(epoch, 0.5);
            Assert.All(run.Networks, network => Assert.Equal((expected, 0.0005), (((Adam)network.Optimiser).Beta1, network.Optimiser.LearningRate)));
        }
    }
}
