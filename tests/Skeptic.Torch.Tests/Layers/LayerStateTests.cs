using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Layers;

public class LayerStateTests
{
    [Fact]
    public void A_loaded_network_computes_what_the_saved_one_does()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        using var saved = new Block(2, 3, 1, draws);
        using var loaded = new Block(2, 3, 1, draws);
        var input = Tensor.Empty([2, 2, 4, 4]).FillNormal(0, 1, draws);
        saved.Forward(input);
        loaded.LoadState(saved.StateDict().ToDictionary(tensor => tensor.Name, tensor => tensor.Value));
        saved.Train(false);
        loaded.Train(false);
        Assert.Equal(saved.Forward(input).ToArray<float>(), loaded.Forward(input).ToArray<float>());
        Assert.Equal(1, loaded.Buffers.First(buffer => buffer.Name == "bn1.num_batches_tracked").Value.ToInt64());
    }

    [Fact]
    public void Loading_keeps_the_tensors_that_an_optimiser_holds()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        using var layer = new Linear(2, 1, draws, bias: false);
        using var optimiser = new SgdOptions { LearningRate = 1 }.Create([new ParameterGroup(layer.Parameters)]);
        layer.LoadState(new Dictionary<string, Tensor> { ["weight"] = Tensor.From([3.0, 4.0]).Reshape(1, 2) });
        layer.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        optimiser.Step();
        Assert.Equal([2f, 3f], layer.Weight.ToArray<float>());
    }

    [Fact]
    public void Missing_unexpected_and_misshapen_tensors_are_named_and_nothing_is_changed()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        using var layer = new Linear(2, 3, draws);
        var before = layer.Weight.ToArray<float>();
        var names = Assert.Throws<InvalidDataException>(() => layer.LoadState(new Dictionary<string, Tensor>
        {
            ["weight"] = Tensor.Zeros([3, 2]), ["scale"] = Tensor.Zeros([3]),
        }));
        Assert.Equal("the saved state does not fit the network: it lacks bias and has scale, which the network does not know", names.Message);
        var shapes = Assert.Throws<InvalidDataException>(() => layer.LoadState(new Dictionary<string, Tensor>
        {
            ["weight"] = Tensor.Zeros([2, 3]), ["bias"] = Tensor.Zeros([3]),
        }));
        Assert.Equal("the saved state does not fit the network: weight is [2,3] instead of [3,2]", shapes.Message);
        Assert.Equal(before, layer.Weight.ToArray<float>());
    }

    [Fact]
    public void Many_missing_names_are_counted()
    {
        using var draws = new Generator(1);
        using var network = new Block(2, 3, 1, draws);
        var error = Assert.Throws<InvalidDataException>(() => network.LoadState(new Dictionary<string, Tensor>()));
        Assert.EndsWith("lacks conv1.weight, bn1.weight, bn1.bias, bn1.running_mean, bn1.running_var and 13 more", error.Message);
    }

    [Fact]
    public void Changing_the_type_keeps_the_tensor_objects_and_converts_gradients()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        using var layer = new Sequential(new Linear(2, 3, draws), new BatchNorm1d(3));
        var weight = layer.Parameters[0].Value;
        layer.Forward(Tensor.Ones([4, 2])).Sum().Backward();
        layer.To(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, weight.Type);
        Assert.Equal(ScalarType.Float64, weight.Grad!.Type);
        Assert.True(weight.RequiresGrad);
        Assert.All(layer.Buffers, buffer => Assert.Equal(buffer.Name.EndsWith("tracked", StringComparison.Ordinal) ? ScalarType.Int64 : ScalarType.Float64, buffer.Value.Type));
        weight.Grad = null;
        layer.Forward(Tensor.Ones([4, 2], ScalarType.Float64)).Sum().Backward();
        Assert.Equal(ScalarType.Float64, weight.Grad!.Type);
        Assert.Throws<ArgumentException>(() => layer.To(ScalarType.Int64));
    }

    [Fact]
    public void Moving_to_the_device_where_it_is_changes_nothing()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        using var layer = new Linear(2, 3, draws);
        var before = layer.Weight.ToArray<float>();
        layer.To(Device.Cpu);
        Assert.Equal(before, layer.Weight.ToArray<float>());
        Assert.True(layer.Weight.Device.IsCpu);
    }
}
