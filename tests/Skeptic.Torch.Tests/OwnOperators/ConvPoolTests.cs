using System.Globalization;
using Skeptic.Torch.Operators;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.OwnOperators;

/// <summary>The fused convolution and poolings mean what the library's compositions mean, with the kernels of every instruction set.</summary>
public class ConvPoolTests
{
    /// <summary>Only the order of sums differs.</summary>
    private const double Tolerance = 2e-6;

    /// <summary>Shared work is a template of libtorch's headers, which runs on one thread where it is compiled without OpenMP.</summary>
    [Fact]
    public void Own_kernels_use_several_threads_where_the_library_does()
    {
        var about = Engine.Describe();
        Assert.Equal(about["openmp"], about["own kernels on several threads"]);
    }

    [Theory]
    [InlineData("portable")]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Convolutions_equal_the_library_with_these_kernels(string kernels)
    {
        var (code, text) = EngineProbe.Start(AppContext.BaseDirectory, ["convolutions"], new() { ["SKEPTIC_CPU_KERNELS"] = kernels });
        if (code == 3)
        {
            // This processor or build has no such kernels, and says which it has.
            Assert.Contains($"SKEPTIC_CPU_KERNELS is '{kernels}', but this build and processor have ", text);
            Assert.Contains("portable", text);
            Assert.NotEqual("portable", kernels);
            return;
        }
        Assert.Equal(0, code);
        var differences = text.Split('\n');
        Assert.Equal(LibraryComparison.Convolutions.Length, differences.Length);
        Assert.All(differences, difference => Assert.InRange(double.Parse(difference, CultureInfo.InvariantCulture), 0, Tolerance));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(7, 9)]
    [InlineData(14, 34)]
    public void Poolings_equal_the_library(int height, int width)
    {
        Assert.Equal(0, LibraryComparison.OfPooling(height, width, LibraryComparison.Draw.Numbers));
        Assert.Equal(0, LibraryComparison.OfPooling(height, width, LibraryComparison.Draw.Ties));
    }

    [Fact]
    public void A_nan_in_a_window_is_its_maximum()
    {
        using var scope = Scope.Open();
        var pool = new Operator("skeptic::relu_pool");
        Assert.Equal([float.NaN, 4f], pool.Call(Tensor.From<float>([1, 2, 3, float.NaN, -1, 4, 0, 1], [2, 1, 2, 2])).ToArray<float>());
    }

    [Fact]
    public void Kernels_that_do_not_exist_are_named_with_those_that_do()
    {
        var (code, text) = EngineProbe.Start(AppContext.BaseDirectory, ["convolutions"], new() { ["SKEPTIC_CPU_KERNELS"] = "mmx" });
        Assert.Equal(3, code);
        Assert.Contains("SKEPTIC_CPU_KERNELS is 'mmx', but this build and processor have ", text);
    }

    [Fact]
    public void A_bias_of_another_length_is_an_error()
    {
        using var scope = Scope.Open();
        var e = Assert.Throws<EngineException>(() =>
            new Operator("skeptic::conv_relu_pool").Call(Tensor.Ones([1, 1, 6, 6]), Tensor.Ones([2, 1, 3, 3]), Tensor.Ones([3]), 0L));
        Assert.Contains("conv_relu_pool", e.Message);
    }
}
