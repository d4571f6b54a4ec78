using Skeptic.Networks;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>A plan may start the networks anew: new weights of their own, and optimisers that remember nothing.</summary>
public sealed class FreshNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Before_a_fresh_epoch_weights_are_new_and_the_optimiser_is_empty()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("ce", "epochs=1"), workplace);
        var start = TinyRun.Hashes(run);
        Trainer.Continue(run, null);
        Assert.Contains(run.State(), tensor => tensor.Name.StartsWith("optimiser0.", StringComparison.Ordinal));
        run.Renew(7);
        var renewed = TinyRun.Hashes(run);
        Assert.DoesNotContain(renewed.Keys, name => name.StartsWith("optimiser0.", StringComparison.Ordinal));
        Assert.NotEqual(start["network0.conv1.weight"], renewed["network0.conv1.weight"]);
        Assert.Equal(start["network0.bn1.running_mean"], renewed["network0.bn1.running_mean"]);
        run.Renew(8);
        Assert.NotEqual(renewed["network0.conv1.weight"], TinyRun.Hashes(run)["network0.conv1.weight"]);
        run.Renew(7);
        Assert.Equal(renewed["network0.conv1.weight"], TinyRun.Hashes(run)["network0.conv1.weight"]);
    }

    [Fact]
    public void Interrupted_after_a_renewal_equals_uninterrupted()
    {
        var whole = Train(_folder["whole"], 0);
        for (var stop = 0; stop < 12; stop++) Train(_folder["parts"], 2);
        Assert.Equal(whole, Train(_folder["parts"], 0));
    }

    /// <summary>Trains two epochs, the second with fresh networks, and stops before the given step unless it is 0.</summary>
    private static string Train(string folder, int stopAt)
    {
        var recipe = TinyRun.Recipe("ce", "epochs=2");
        using var workplace = TinyRun.Workplace();
        using var directory = RunDirectory.Open(folder, recipe);
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        using var run = new Run(recipe, workplace, (shape, init) => new Watched(NetworkCatalogue.Find(recipe.Model).Create(shape, init), training =>
        {
            if (training && ++steps == stopAt) cancel.Cancel();
        }))
        {
            Method = new Composition(new SecondIsFresh()),
        };
        Trainer.Continue(run, directory, null, cancel.Token);
        return string.Join(" ", TinyRun.Hashes(run).Where(tensor => tensor.Key.StartsWith("network0.", StringComparison.Ordinal)).Select(tensor => tensor.Value));
    }

    private sealed class SecondIsFresh : IPlan
    {
        public EpochPlan Plan(Run run, Clock clock) => new("train", [new Pass(run.Networks)], Fresh: clock.Epoch == 1);
    }
}
