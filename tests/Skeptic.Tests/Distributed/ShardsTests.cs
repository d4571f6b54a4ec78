using Skeptic.Methods;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class ShardsTests
{
    [Theory]
    [InlineData(108, 16, 2)]
    [InlineData(107, 16, 2)]
    [InlineData(109, 12, 3)]
    [InlineData(97, 16, 2)]
    [InlineData(66, 16, 4)]
    [InlineData(64, 64, 2)]
    [InlineData(10, 64, 2)]
    public void Parts_of_a_step_are_the_batch_of_one_process_and_every_sample_comes_once(int samples, int batch, int count)
    {
        using var scope = Scope.Open();
        var pass = new Pass([]);
        var whole = new Sampler(5, batch, new Shards(count, null));
        var order = whole.Order(pass, samples, 3, 0, Device.Cpu).ToArray<long>();
        Assert.Equal(Enumerable.Range(0, samples).Select(i => (long)i), order.Order());
        var own = Enumerable.Range(0, count).Select(shard => new Sampler(5, batch, new Shards(count, shard))).ToList();
        var orders = own.Select(sampler => sampler.Order(pass, samples, 3, 0, Device.Cpu).ToArray<long>()).ToList();
        for (var shard = 0; shard < count; shard++) Assert.All(orders[shard], position => Assert.Equal(shard, position % count));
        long seen = 0;
        for (var step = 0; step < whole.Steps(samples); step++)
        {
            var (start, size) = whole.Range(samples, step);
            Assert.Equal(seen, start);
            Assert.Equal(size, whole.Whole(samples, step));
            var parts = own.SelectMany((sampler, shard) =>
            {
                var (from, length) = sampler.Range(samples, step);
                Assert.True(length >= 2);
                Assert.Equal([(shard, length)], sampler.Parts(samples, step));
                return orders[shard][(int)from..(int)(from + length)];
            });
            Assert.Equal(order[(int)start..(int)(start + size)], parts);
            Assert.Equal(size, whole.Parts(samples, step).Sum(part => part.Count));
            seen += size;
        }
        Assert.Equal(samples, seen);
        Assert.All(own, sampler => Assert.Equal(whole.Steps(samples), sampler.Steps(samples)));
        Assert.NotEqual(order, whole.Order(pass, samples, 4, 0, Device.Cpu).ToArray<long>());
    }

    [Theory]
    [InlineData("shards=3", "shards is 3 and batch is 16; shards must divide batch, with at least 2 samples for each")]
    [InlineData("shards=16", "shards is 16 and batch is 16; shards must divide batch, with at least 2 samples for each")]
    public void Shards_that_do_not_divide_the_batch_are_refused(string setting, string why)
    {
        Assert.Equal(why, Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce", setting)).Message);
        Assert.Equal(why, Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce").Divided(int.Parse(setting[7..]))).Message);
    }

    [Fact]
    public void A_recipe_without_shards_is_called_as_before()
    {
        var recipe = new Recipe();
        Assert.Null(recipe.ToJson()["shards"]);
        Assert.Equal("12c49cda", recipe.Id);
        Assert.Equal(recipe.Id, Recipe.From(new() { ["shards"] = 1 }).Id);
        Assert.NotEqual(recipe.Id, Recipe.From(new() { ["shards"] = 2 }).Id);
        Assert.Equal(2, Recipe.From(Recipe.From(new() { ["shards"] = 2 }).ToJson()).Shards);
    }

    [Fact]
    public void A_method_that_chooses_samples_anew_is_refused()
    {
        using var workplace = TinyRun.Workplace();
        Assert.Equal(
            "divide-mix chooses labelled and unlabelled samples anew for every epoch, which processes that have a shard of the training set each cannot do; leave shards out and train it in one process",
            Assert.Throws<CompositionException>(() => new Run(TinyRun.Recipe("divide-mix", "shards=2"), workplace)).Message);
        new Run(TinyRun.Recipe("divide-mix"), workplace).Dispose();
    }

    [Fact]
    public void No_other_method_is_refused()
    {
        string[] refused = [.. MethodCatalogue.All.Where(entry => entry.OptionsType is not null && Refuses(entry.Key)).Select(entry => entry.Key)];
        Assert.Equal(["divide-mix"], refused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Samples_are_mixed_with_others_of_their_shard(bool perRow)
    {
        using var scope = Scope.Open();
        using var workplace = TinyRun.Workplace();
        using var run = new Run(TinyRun.Recipe("mixup", "shards=2"), workplace);
        var inputs = Tensor.Zeros([7, 1]);
        Mixture Draw(params (int Shard, long Count)[] parts) => Mixture.Draw(
            new Branch(run, new Clock(0, 2), run.Networks[0], new Batch(inputs, inputs.Rows(0, parts.Sum(part => part.Count)), inputs, (int)parts.Sum(part => part.Count)) { Parts = parts }), 1, perRow);
        var (whole, first, second) = (Draw((0, 3), (1, 4)), Draw((0, 3)), Draw((1, 4)));
        var partners = whole.Partners.ToArray<long>();
        Assert.Equal([0, 1, 2], partners[..3].Order());
        Assert.Equal([3, 4, 5, 6], partners[3..].Order());
        // What a process draws for its part is what one process draws for all.
        Assert.Equal<IEnumerable<long>>(partners, [.. first.Partners.ToArray<long>(), .. second.Partners.ToArray<long>().Select(partner => partner + 3)]);
        var shares = whole.Share.ToArray<float>();
        if (perRow) Assert.Equal<IEnumerable<float>>(shares, [.. first.Share.ToArray<float>(), .. second.Share.ToArray<float>()]);
        else Assert.Equal([shares[0], shares[0]], [first.Share.ToArray<float>()[0], second.Share.ToArray<float>()[0]]);
    }

    [Fact]
    public void Training_sets_that_are_too_small_to_be_divided_are_refused()
    {
        using var workplace = TinyRun.Workplace(TinyData.Images(train: 6));
        Assert.Equal("there are 5 training samples, and shards is 4; every shard needs two", Assert.Throws<RunException>(() => new Run(TinyRun.Recipe("ce", "shards=4"), workplace)).Message);
    }

    private static bool Refuses(string method)
    {
        try
        {
            MethodCatalogue.Compose(method, [], new Needs(10, 3, 0.2) { Shards = 2 });
            return false;
        }
        catch (CompositionException e) when (e.Message.Contains("leave shards out", StringComparison.Ordinal))
        {
            return true;
        }
    }
}
