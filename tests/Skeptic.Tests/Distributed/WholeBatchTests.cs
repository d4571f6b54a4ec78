using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>What methods ask of the batch of all processes, by hand: parts of 2 and 3 rows.</summary>
public sealed class WholeBatchTests
{
    private static readonly float[][] s_rows = [[1, 2], [3, 5, 10]];

    [GroupFact]
    public void Rows_of_all_are_the_same_everywhere_and_each_finds_its_own()
    {
        var seen = Do((whole, own) =>
        {
            var all = whole.Of(own);
            return (whole.Size, All: all.ToArray<float>(), Own: whole.Own(all).ToArray<float>(), Sum: whole.Sum(own.Sum()).ToDouble());
        });
        for (var rank = 0; rank < 2; rank++)
        {
            Assert.Equal((5, 21), (seen[rank].Size, seen[rank].Sum));
            Assert.Equal([1, 2, 3, 5, 10], seen[rank].All);
            Assert.Equal(s_rows[rank], seen[rank].Own);
        }
    }

    [GroupFact]
    public void The_gradients_of_a_mean_over_all_add_up_to_those_of_one_process()
    {
        static Tensor Objective(Tensor mean) => mean.Log() * 3;
        var seen = Do((whole, own) =>
        {
            var rows = own.WithGrad();
            var mean = whole.Mean(rows);
            // As a step scales what its process contributes.
            (Objective(mean) * (own.Count / (double)whole.Size)).Backward();
            return (Mean: mean.ToDouble(), Gradient: rows.Grad!.ToArray<float>());
        });
        using var scope = Scope.Open();
        var alone = Tensor.From([.. s_rows.SelectMany(row => row)]).WithGrad();
        Objective(alone.Mean()).Backward();
        Assert.All(seen, one => Assert.Equal(4.2, one.Mean, 6));
        var gradients = seen.SelectMany(one => one.Gradient).ToArray();
        Assert.All(gradients.Zip(alone.Grad!.ToArray<float>()), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void One_process_alone_has_the_whole_batch()
    {
        using var scope = Scope.Open();
        var rows = Tensor.From<float>([1, 2, 6]).WithGrad();
        var whole = new WholeBatch(null, new Batch(rows, rows, rows, 3));
        Assert.Equal(3, whole.Size);
        Assert.False(whole.Of(rows).RequiresGrad);
        Assert.Equal([1, 2, 6], whole.Own(whole.Of(rows)).ToArray<float>());
        Assert.Equal(9, whole.Sum(rows.Sum()).ToDouble());
        var mean = whole.Mean(rows);
        mean.Backward();
        Assert.Equal(3, mean.ToDouble());
        Assert.Equal(1 / 3f, rows.Grad!.ToArray<float>()[2], 1e-7f);
    }

    private static IReadOnlyList<T> Do<T>(Func<WholeBatch, Tensor, T> ask) => Together.Do(2, group =>
    {
        using var scope = Scope.Open();
        using var training = new TrainingGroup(group, Device.Cpu, new Shards(2, group.Rank));
        var own = Tensor.From(s_rows[group.Rank]);
        return ask(new WholeBatch(training, new Batch(own, own, own, s_rows[group.Rank].Length) { Whole = 5, Start = group.Rank * 2 }), own);
    });
}
