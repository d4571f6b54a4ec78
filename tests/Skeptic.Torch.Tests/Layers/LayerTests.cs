using Skeptic.Torch.Layers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Layers;

public class LayerTests
{
    private sealed class Parts : Layer
    {
        internal Parts(params string[] names)
        {
            foreach (var name in names) Child(name, new Relu());
        }

        public override Tensor Forward(Tensor input) => input;
    }

    [Fact]
    public void Training_and_evaluation_reach_every_layer()
    {
        var inner = new BatchNorm2d(2);
        using var network = new Sequential(new Sequential(inner), new Relu());
        Assert.True(inner.Training);
        network.Train(false);
        Assert.False(inner.Training);
        network.Train();
        Assert.True(inner.Training && network.Training);
    }

    [Fact]
    public void Parameters_are_counted_without_buffers()
    {
        using var draws = new Generator(1);
        using var network = new Sequential(new Conv2d(3, 8, 5, draws), new BatchNorm2d(8), new Linear(10, 2, draws));
        Assert.Equal(3 * 8 * 25 + 8 + 16 + 22, network.ParameterCount);
        Assert.Equal(["1.running_mean", "1.running_var", "1.num_batches_tracked"], network.Buffers.Select(buffer => buffer.Name));
    }

    [Fact]
    public void Tensors_of_a_layer_outlive_the_scope_they_were_made_in_and_are_freed_by_dispose()
    {
        var before = Live.Tensors();
        Layer network;
        using (Scope.Open())
        {
            using var draws = new Generator(1);
            network = new Block(2, 3, 1, draws);
        }
        Assert.Equal(before + 18, Scope.LiveTensors);
        Assert.All(network.Parameters, parameter => Assert.True(parameter.Value.RequiresGrad));
        network.Dispose();
        Assert.Equal(before, Scope.LiveTensors);
        Assert.Throws<ObjectDisposedException>(() => network.Parameters[0].Value.Count + network.Parameters[0].Value.Sum().Count);
    }

    [Theory, InlineData("a.b"), InlineData("")]
    public void A_name_with_a_dot_or_none_is_refused(string name) =>
        Assert.Contains("is no name for a part of a layer", Assert.Throws<ArgumentException>(() => new Parts(name)).Message);

    [Fact]
    public void A_name_that_is_taken_is_refused() =>
        Assert.Contains("already has a part called 'fc'", Assert.Throws<ArgumentException>(() => new Parts("fc", "fc")).Message);

    [Fact]
    public void Batch_normalisation_of_one_value_a_channel_is_refused_in_training_only()
    {
        using var scope = Scope.Open();
        using var norm = new BatchNorm1d(3);
        var input = Tensor.Ones([1, 3]);
        Assert.Contains("one value a channel", Assert.Throws<ArgumentException>(() => norm.Forward(input)).Message);
        norm.Train(false);
        norm.Forward(input);
    }

    [Fact]
    public void Batch_normalisation_refuses_inputs_of_another_rank()
    {
        using var scope = Scope.Open();
        using var maps = new BatchNorm2d(3);
        using var features = new BatchNorm1d(3);
        Assert.Throws<ArgumentException>(() => maps.Forward(Tensor.Ones([2, 3])));
        Assert.Throws<ArgumentException>(() => features.Forward(Tensor.Ones([2, 3, 4, 4])));
    }

    [Fact]
    public void Dropout_does_nothing_in_evaluation_and_clears_everything_at_probability_one()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        using var all = new Dropout(1, draws);
        var input = Tensor.Ones([4]);
        Assert.Equal([0, 0, 0, 0], all.Forward(input).ToArray<float>());
        all.Train(false);
        Assert.Same(input, all.Forward(input));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout2d(1.5, draws));
    }

    [Fact]
    public void Dropout_without_a_generator_draws_what_its_seed_says()
    {
        using var scope = Scope.Open();
        using var network = new Sequential(new Dropout(0.5), new Dropout2d(0.5));
        float[] Output(ulong seed)
        {
            network.Reseed(seed);
            return network.Forward(Tensor.Ones([4, 8, 3, 3])).ToArray<float>();
        }
        Assert.Equal(Output(1), Output(1));
        Assert.NotEqual(Output(1), Output(2));
    }

    [Fact]
    public void A_mean_over_what_lies_inside_does_not_see_the_padding()
    {
        using var scope = Scope.Open();
        using var inside = new AvgPool2d(3, 1, 1, countPadding: false);
        using var all = new AvgPool2d(3, 1, 1);
        var input = Tensor.Ones([1, 1, 3, 3]);
        Assert.Equal([1f, 1, 1, 1, 1, 1, 1, 1, 1], inside.Forward(input).ToArray<float>());
        Assert.Equal(4 / 9f, all.Forward(input).ToArray<float>()[0], 1e-6f);
    }

    [Fact]
    public void A_kernel_may_be_longer_than_high()
    {
        using var scope = Scope.Open();
        using var init = new Generator(1);
        using var conv = new Conv2d(2, 3, (1, 7), (0, 3), init, bias: false);
        Assert.Equal([3, 2, 1, 7], conv.Weight.Shape);
        Assert.Equal([1, 3, 5, 9], conv.Forward(Tensor.Ones([1, 2, 5, 9])).Shape);
        Assert.Equal([1, 3, 2, 4], conv.ForwardReluPool(Tensor.Ones([1, 2, 5, 9])).Shape);
        Assert.Equal(["weight"], conv.Parameters.Select(parameter => parameter.Name));
    }
}
