using System.Globalization;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Operators;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.OwnOperators;

/// <summary>Batch norms fused with what stands around them mean what the library's compositions mean, whatever the instruction set.</summary>
public class NormPoolTests
{
    /// <summary>Sums in another order, and in single precision beside double.</summary>
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("portable")]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Norms_equal_the_library_with_these_kernels(string kernels)
    {
        var (code, text) = EngineProbe.Start(AppContext.BaseDirectory, ["norms"], new() { ["SKEPTIC_CPU_KERNELS"] = kernels });
        if (code == 3)
        {
            Assert.Contains($"SKEPTIC_CPU_KERNELS is '{kernels}', but this build and processor have ", text);
            Assert.NotEqual("portable", kernels);
            return;
        }
        Assert.Equal(0, code);
        var differences = text.Split('\n');
        Assert.Equal(NormComparison.Norms.Length, differences.Length);
        Assert.All(differences, difference => Assert.InRange(double.Parse(difference, CultureInfo.InvariantCulture), 0, Tolerance));
    }

    [Fact]
    public void Gradients_off_change_no_bit() => Assert.All(NormComparison.Norms, norm => Assert.True(NormComparison.SameWithoutGradients(norm), $"{norm}"));

    [Fact]
    public void A_mean_far_from_zero_costs_no_variance()
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        using var init = new Generator(3);
        // Values of about 1000 that differ by one.
        var input = Tensor.From<float>([.. Enumerable.Range(0, 6 * 64).Select(i => 1000 + (i * 7 % 11 / 11f))], [6, 1, 8, 8]);
        var (conv, norm) = (new Conv2d(1, 2, 3, init), new BatchNorm2d(2));
        conv.ForwardNormReluPool(input, norm);
        var exact = new Operator("aten::conv2d").Call(input.To(ScalarType.Float64), conv.Weight.To(ScalarType.Float64)).ToArray<double>();
        for (var channel = 0; channel < 2; channel++)
        {
            double[] values = [.. exact.Where((_, i) => i / 36 % 2 == channel)];
            var mean = values.Average();
            var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
            Assert.Equal(0.9 + (0.1 * variance), norm.RunningVariance.ToArray<float>()[channel], 1e-5);
        }
    }

    [Fact]
    public void A_layer_counts_its_batches_in_training_only()
    {
        using var scope = Scope.Open();
        using var init = new Generator(4);
        var (conv, norm) = (new Conv2d(1, 2, 3, init), new BatchNorm2d(2));
        long Batches() => norm.Buffers.Single(tensor => tensor.Name == "num_batches_tracked").Value.ToArray<long>()[0];
        conv.ForwardNormReluPool(Tensor.Ones([2, 1, 6, 6]), norm);
        norm.ForwardReluPool(Tensor.Ones([2, 2, 4, 4]));
        norm.Train(false);
        conv.ForwardNormReluPool(Tensor.Ones([2, 1, 6, 6]), norm);
        Assert.Equal(2, Batches());
    }

    [Fact]
    public void A_weight_for_other_channels_is_an_error()
    {
        using var scope = Scope.Open();
        Tensor Two() => Tensor.Ones([2]);
        var e = Assert.Throws<EngineException>(() => new Operator("skeptic::conv_norm_relu_pool")
            .Call(Tensor.Ones([2, 1, 6, 6]), Tensor.Ones([2, 3, 3, 3]), Two(), Two(), Two(), Two(), Two(), true, 0.1, 1e-5, 0L));
        Assert.Contains("conv_norm_relu_pool: weight must be [out channels, 1, height, width]", e.Message);
    }
}
