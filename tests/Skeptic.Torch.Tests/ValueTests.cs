using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Tests;

/// <summary>Every kind of argument reaches the operator unchanged; lists and texts also beyond the 64 words that fit on the stack.</summary>
public class ValueTests
{
    [Theory, InlineData(3), InlineData(64), InlineData(65), InlineData(200)]
    public void Lists_of_integers_of_any_length(int length)
    {
        using var scope = Scope.Open();
        var sizes = Enumerable.Range(1, length).Select(i => (long)(i % 3)).ToArray();
        var parts = new Operator("aten::split_with_sizes").CallAll(Tensor.Arange(sizes.Sum()), sizes);
        Assert.Equal(sizes, parts.Select(part => part!.Count));
        Assert.Equal(Tensor.Arange(sizes.Sum()).ToArray<long>(), parts.SelectMany(part => part!.ToArray<long>()));
    }

    [Theory, InlineData(3), InlineData(64), InlineData(65), InlineData(200)]
    public void Lists_of_tensors_of_any_length(int length)
    {
        using var scope = Scope.Open();
        var tensors = Enumerable.Range(0, length).Select(i => Tensor.Full([1], i)).ToArray();
        Assert.Equal(Enumerable.Range(0, length).Select(i => (float)i), Tensor.Cat(tensors).ToArray<float>());
    }

    [Fact]
    public void Lists_of_reals()
    {
        using var scope = Scope.Open();
        var scaled = new Operator("aten::upsample_nearest1d", "vec").Call(Tensor.Ones([1, 1, 4]), Value.None, new[] { 2.5 });
        Assert.Equal([1, 1, 10], scaled.Shape);
    }

    [Fact]
    public void Lists_of_flags_are_lists_of_integers()
    {
        using var scope = Scope.Open();
        var (gradient, input, weight) = (Tensor.Ones([1, 1, 1, 1]), Tensor.Ones([1, 1, 2, 2]), Tensor.Ones([1, 1, 2, 2]));
        var gradients = new Operator("aten::convolution_backward").CallAll(
            gradient, input, weight, Value.None, new long[] { 1, 1 }, new long[] { 0, 0 }, new long[] { 1, 1 }, false, new long[] { 0, 0 }, 1, new long[] { 0, 1, 0 });
        Assert.Equal([false, true, false], gradients.Select(tensor => tensor is not null));
    }

    [Fact]
    public void Lists_of_tensors_with_gaps()
    {
        using var scope = Scope.Open();
        var matrix = Tensor.Arange(6).Reshape(2, 3);
        var columns = new Operator("aten::index", "Tensor").Call(matrix, new Tensor?[] { null, Tensor.From([2L, 0]) });
        Assert.Equal([2, 0, 5, 3], columns.ToArray<long>());
    }

    [Theory, InlineData(0), InlineData(1000)]
    public void Texts_of_any_length(int spaces)
    {
        using var scope = Scope.Open();
        var product = new Operator("aten::einsum").Call($"ij,jk{new string(' ', spaces)}->ik", new[] { Tensor.Ones([2, 3]), Tensor.Ones([3, 4]) });
        Assert.Equal(Enumerable.Repeat(3f, 8), product.ToArray<float>());
    }

    [Fact]
    public void Texts_choose_what_an_operator_does()
    {
        using var scope = Scope.Open();
        var divide = new Operator("aten::div", "Tensor_mode");
        Assert.Equal([-3], divide.Call(Tensor.From([-5f]), Tensor.From([2f]), "floor").ToArray<float>());
        Assert.Equal([-2], divide.Call(Tensor.From([-5f]), Tensor.From([2f]), "trunc").ToArray<float>());
    }

    [Fact]
    public void Integers_keep_all_their_bits()
    {
        using var scope = Scope.Open();
        const long Odd = (1L << 53) + 1;
        Assert.Equal([Odd + 2], new Operator("aten::add", "Scalar").Call(Tensor.From([Odd]), 2L).ToArray<long>());
        Assert.Equal([Odd], new Operator("aten::full").Call(new long[] { 1 }, Odd, ScalarType.Int64).ToArray<long>());
    }

    [Fact]
    public void Reals_and_integers_fit_where_the_other_is_meant_and_nothing_is_lost()
    {
        using var scope = Scope.Open();
        // A float argument takes an integer; an integer argument refuses a real.
        using var generator = new Generator(1);
        Assert.Equal([3], new Operator("aten::uniform_").Call(Tensor.Empty([1]), 3, 3, generator).ToArray<float>());
        Assert.Throws<EngineException>(() => new Operator("aten::unsqueeze").Call(Tensor.Ones([1]), 0.5));
    }

    [Fact]
    public void None_differs_from_the_default()
    {
        using var scope = Scope.Open();
        var clamp = new Operator("aten::clamp");
        Assert.Equal([-1, 1], clamp.Call(Tensor.From([-1f, 3]), Value.None, 1.0).ToArray<float>());
        Assert.Equal([-1, 1], clamp.Call(Tensor.From([-1f, 3]), Value.Default, 1.0).ToArray<float>());
        // randperm's dtype is int64 by default; None means the same there, and a generator of None the global one.
        Assert.Equal(ScalarType.Int32, new Operator("aten::randperm").Call(3, ScalarType.Int32).Type);
        Assert.Equal(ScalarType.Int64, new Operator("aten::randperm").Call(3, Value.Default).Type);
    }

    [Fact]
    public void Devices_and_types()
    {
        using var scope = Scope.Open();
        var moved = new Operator("aten::to", "device").Call(Tensor.Ones([2]), Device.Cpu, ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, moved.Type);
        Assert.Equal(Device.Cpu, moved.Device);
    }

    [Fact]
    public void Results_that_are_lists_are_flattened_and_counted()
    {
        using var scope = Scope.Open();
        var before = Scope.LiveTensors;
        var parts = new Operator("aten::unbind", "int").CallAll(Tensor.Arange(5));
        Assert.Equal([0, 1, 2, 3, 4], parts.Select(part => part!.ToInt64()));
        Assert.Equal(before + 6, Scope.LiveTensors);
        var error = Assert.Throws<EngineException>(() => new Operator("aten::unbind", "int").CallAll(Tensor.Arange(300)));
        Assert.Contains("more than 256 values", error.Message);
    }
}
