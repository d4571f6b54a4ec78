using Skeptic.Torch.Layers;

namespace Skeptic.Torch.Tests;

/// <summary>What stands in on a GPU for operators that have no deterministic algorithm there: the same numbers.</summary>
public class DeterministicTests
{
    [Fact]
    public void Fp32_means_fp32_until_TF32_is_asked_for() => Assert.False(Engine.AllowTf32);

    [Fact]
    public void The_maximum_out_of_slices_is_that_of_the_pool_with_its_gradient()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(5);
        // Whole numbers, so that squares have equals.
        var values = Tensor.Empty([3, 2, 7, 6]).FillUniform(-2, 3, draws).Floor();
        float[] Gradient(Func<Tensor, Tensor> pool)
        {
            var input = values.Clone().WithGrad();
            (pool(input) * Tensor.Arange(3 * 2 * 3 * 3).To(ScalarType.Float32).Reshape(3, 2, 3, 3)).Sum().Backward();
            return input.Grad!.ToArray<float>();
        }
        Assert.Equal(new MaxPool2d(2).Forward(values).ToArray<float>(), values.MaxPoolBySlices().ToArray<float>());
        Assert.Equal(Gradient(new MaxPool2d(2).Forward), Gradient(x => x.MaxPoolBySlices()));
        var vector = values.Flatten();
        foreach (var k in new[] { 1L, 17, vector.Count }) Assert.Equal(vector.KthLargest(k).ToDouble(), vector.KthLargestSorted(k).ToDouble());
        Assert.Equal(vector.KthLargest(3).Shape, vector.KthLargestSorted(3).Shape);
    }
}
