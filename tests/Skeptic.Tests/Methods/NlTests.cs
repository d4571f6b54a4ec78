using Skeptic.Methods;
using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Tests;

public sealed class NlTests
{
    [Fact]
    public void Complementary_labels_are_evenly_spread_over_all_classes_but_the_given_one()
    {
        const int rows = 6000;
        const int classes = 4;
        using var scope = Scope.Open();
        int[] given = [.. Enumerable.Range(0, rows).Select(i => i % classes)];
        var labels = Tensor.From<int>(given, [rows]).To(ScalarType.Int64);
        var drawn = NegativeLearning.Complementary(labels, NegativeLearning.Offsets(rows, classes, 2, new RandomStream(3), Device.Cpu), classes).ToArray<long>();
        for (var y = 0; y < classes; y++)
        {
            var counts = new int[classes];
            for (var i = 0; i < drawn.Length; i++)
                if (given[i / 2] == y) counts[drawn[i]]++;
            Assert.Equal(0, counts[y]);
            // 3000 draws among three: 1000 each, standard deviation 26.
            Assert.All(counts.Where((_, c) => c != y), count => Assert.InRange(count, 870, 1130));
        }
    }

    [Fact]
    public void Class_weights_are_the_largest_class_over_each()
    {
        using var scope = Scope.Open();
        var labels = Tensor.From<long>([0, 0, 0, 0, 1, 1, 3], [7]);
        Assert.Equal([1f, 2f, 0f, 4f], NegativeLearning.ClassWeights(labels, 4).ToArray<float>());
    }

    [Fact]
    public void A_step_draws_the_same_again_and_another_epoch_draws_others()
    {
        double[] logits = [.. Enumerable.Range(0, 160).Select(i => Math.Sin(i))];
        var labels = new int[16];
        double[] Losses(int epoch, int seed)
        {
            using var probe = new LossProbe("nl", 16, 10, $"seed={seed}");
            return probe.Of(logits, labels, epoch).Only.Losses;
        }

        Assert.Equal(Losses(3, 1), Losses(3, 1));
        Assert.NotEqual(Losses(3, 1), Losses(4, 1));
        Assert.NotEqual(Losses(3, 1), Losses(3, 2));
    }

    [Fact]
    public void Draws_add_up()
    {
        using var probe = new LossProbe("nl", 1, 2, "method.nl.draws=7");
        // Of two classes there is only one other: 7 times -log(1 - 1/2).
        Near.Equal(7 * Math.Log(2), probe.Of([0, 0], [1]).Objective, "loss", Tolerance.Formula);
    }

    [Fact]
    public void A_batch_of_which_nothing_is_kept_has_no_loss_and_no_gradient()
    {
        using var scope = Scope.Open();
        var logits = Tensor.Zeros([3, 4], ScalarType.Float64).WithGrad();
        var labels = Tensor.From<long>([0, 1, 2], [3]);
        var none = Tensor.Zeros([3], ScalarType.Bool);
        var weights = Tensor.Ones([4], ScalarType.Float64);
        var loss = (NegativeLearning.Positive(logits, labels, weights, none) + NegativeLearning.Negative(logits, labels, Tensor.From<long>([1, 2, 3], [3, 1]), weights, none)).Mean();
        loss.Backward();
        Assert.Equal(0, loss.ToDouble());
        Assert.Equal(new double[12], Numbers.Of(logits.Grad!));
    }
}
