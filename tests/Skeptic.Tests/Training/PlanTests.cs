using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Epochs that a method plans: several passes, over some of the samples, by some of the networks.</summary>
public sealed class PlanTests : IDisposable
{
    private static readonly Recipe s_recipe = TinyRun.Recipe("co-teaching", "epochs=2");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_pass_trains_its_networks_on_its_samples()
    {
        var visits = new Visits();
        Train(null, visits);
        // 108 samples: network 0 sees 50 in 4 steps, then network 1 the other 58 in 4; twice.
        Assert.Equal(16, visits.Steps.Count);
        foreach (var epoch in visits.Steps.Chunk(8))
        {
            Assert.All(epoch.Take(4), step => Assert.Equal(0, step.Network));
            Assert.All(epoch.Skip(4), step => Assert.Equal(1, step.Network));
            Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), epoch.Take(4).SelectMany(step => step.Samples).Order());
            Assert.Equal(Enumerable.Range(50, 58).Select(i => (long)i), epoch.Skip(4).SelectMany(step => step.Samples).Order());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(11)]
    public void A_plan_outlives_an_interruption(int step)
    {
        var whole = Train(_folder["whole"], new Visits());
        var first = new Visits { StopAfter = step };
        Assert.Equal(RunStatus.Interrupted, Train(_folder["parts"], first).Outcome.Status);
        var second = new Visits();
        var parts = Train(_folder["parts"], second);
        Assert.Equal(RunStatus.Finished, parts.Outcome.Status);
        Assert.Equal(whole.State, parts.State);
        Assert.Equal(whole.Epochs, parts.Epochs);
        Assert.Equal(16, first.Steps.Count + second.Steps.Count);
        Assert.All(parts.Epochs, epoch => Assert.Equal(("halves", 0.5), (epoch.Phase, Math.Round(epoch.LearningRate / 0.05, 9))));
    }

    private static Trained Train(string? folder, Visits visits)
    {
        using var workplace = TinyRun.Workplace();
        using var directory = folder is null ? null : RunDirectory.Open(folder, s_recipe);
        using var run = new Run(s_recipe, workplace) { Method = new Composition(new Halves(), visits) };
        var outcome = Trainer.Continue(run, directory, null, visits.Cancel.Token);
        return new Trained(outcome, TinyRun.Hashes(run), null);
    }

    /// <summary>Network 0 trains on the first fifty samples, then network 1 on the others, at half the rate.</summary>
    private sealed class Halves : IPlan
    {
        public EpochPlan Plan(Run run, Clock clock)
        {
            var all = Tensor.Arange(run.GivenLabels.Count);
            return new EpochPlan("halves", [new Pass([run.Networks[0]], all.Rows(0, 50)), new Pass([run.Networks[1]], all.Rows(50, all.Count - 50))], 0.5);
        }
    }

    private sealed class Visits : IObserve
    {
        internal List<(int Network, long[] Samples)> Steps { get; } = [];

        internal CancellationTokenSource Cancel { get; } = new();

        internal int? StopAfter { get; init; }

        public void Observe(Branch branch)
        {
            Steps.Add((branch.Network.Id, branch.Examples.Index!.ToArray<long>()));
            if (Steps.Count == StopAfter) Cancel.Cancel();
        }
    }
}
