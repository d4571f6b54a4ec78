using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Equal seeds give equal bits, and a stream's own seed moves that stream alone.</summary>
public sealed class SeedTests
{
    [Theory]
    [InlineData("sop")]
    [InlineData("co-teaching")]
    public void Equal_recipes_give_equal_bits(string method)
    {
        var recipe = TinyRun.Recipe(method);
        var (first, second) = (TinyRun.Train(recipe), TinyRun.Train(recipe));
        Assert.Equal(first.State, second.State);
        Assert.Equal(first.Epochs, second.Epochs);
    }

    [Fact]
    public void Runs_side_by_side_give_the_bits_of_runs_one_after_the_other()
    {
        Recipe[] recipes = [TinyRun.Recipe("sop"), TinyRun.Recipe("co-teaching"), TinyRun.Recipe("cdr+aux")];
        using var workplace = TinyRun.Workplace();
        Trained[] alone = [.. recipes.Select(recipe => TinyRun.Train(recipe))];
        var together = new Trained?[recipes.Length];
        var failures = new List<Exception>();
        Thread[] threads =
        [
            .. recipes.Select((recipe, i) => new Thread(() =>
            {
                try
                {
                    Engine.Threads = 1;
                    using var run = new Run(recipe, workplace);
                    var outcome = Trainer.Continue(run, null);
                    together[i] = new Trained(outcome, TinyRun.Hashes(run), null);
                }
                catch (Exception e)
                {
                    lock (failures) failures.Add(e);
                }
            })),
        ];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Empty(failures);
        for (var i = 0; i < recipes.Length; i++)
        {
            Assert.Equal(alone[i].State.Values, together[i]!.State.Values);
            Assert.Equal(alone[i].Epochs, together[i]!.Epochs);
        }
    }

    [Fact]
    public void Another_seed_changes_labels_order_and_initial_weights()
    {
        var (one, two) = (Streams.Of(TinyRun.Recipe("sop")), Streams.Of(TinyRun.Recipe("sop", "seed=2")));
        Assert.Equal(one, Streams.Of(TinyRun.Recipe("sop")));
        Assert.True(one.Labels != two.Labels && one.Order != two.Order && one.Weights != two.Weights && one.Rows != two.Rows);
    }

    [Theory]
    [InlineData("seeds.noise=9", true, false, false)]
    [InlineData("seeds.order=9", false, true, false)]
    [InlineData("seeds.initial=9", false, false, true)]
    public void A_streams_own_seed_leaves_the_others(string setting, bool labels, bool order, bool weights)
    {
        var (one, two) = (Streams.Of(TinyRun.Recipe("sop")), Streams.Of(TinyRun.Recipe("sop", setting)));
        Assert.Equal((labels, order, weights, weights), (one.Labels != two.Labels, one.Order != two.Order, one.Weights != two.Weights, one.Rows != two.Rows));
    }

    [Fact]
    public void A_streams_seed_that_is_the_runs_changes_nothing() =>
        Assert.Equal(Streams.Of(TinyRun.Recipe("sop")), Streams.Of(TinyRun.Recipe("sop", "seeds.noise=1", "seeds.order=1", "seeds.initial=1")));

    [Fact]
    public void The_networks_of_a_run_start_from_different_weights()
    {
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("co-teaching"), workplace);
        var state = TinyRun.Hashes(run);
        Assert.NotEqual(state["network0.conv1.weight"], state["network1.conv1.weight"]);
    }

    [Fact]
    public void Every_epoch_and_pass_has_an_order_of_its_own_that_visits_each_sample_once()
    {
        var sampler = new Sampler(1, 16);
        var pass = new Pass([]);
        long[] Order(int epoch, int number) => sampler.Order(pass, 50, epoch, number, Device.Cpu).ToArray<long>();
        Assert.Equal(Order(0, 0), Order(0, 0));
        Assert.Equal(3, new[] { Order(0, 0), Order(1, 0), Order(0, 1) }.Select(order => string.Join(",", order)).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Order(3, 0).Order());
    }

    [Fact]
    public void A_pass_over_some_samples_visits_those()
    {
        using var scope = Scope.Open();
        var pass = new Pass([], Tensor.From([7L, 3, 40]));
        Assert.Equal([3, 7, 40], new Sampler(1, 2).Order(pass, 50, 0, 0, Device.Cpu).ToArray<long>().Order());
    }

    /// <summary>What each random stream of a run made, before the first step.</summary>
    private sealed record Streams(string Labels, string Order, string Weights, string Rows)
    {
        internal static Streams Of(Recipe recipe)
        {
            using var workplace = TinyRun.Workplace();
            using var run = new Run(recipe, workplace);
            using var scope = Scope.Open();
            var state = TinyRun.Hashes(run);
            return new Streams(
                run.Labels.Noise.GivenSha256,
                string.Join(",", run.Sampler.Order(new Pass(run.Networks), (int)run.Training.Count, 0, 0, Device.Cpu).ToArray<long>()),
                state["network0.conv1.weight"], state["per-sample0.u"]);
        }
    }
}
