using Skeptic.Recovery;
using Skeptic.Torch;

namespace Skeptic.Tests.Recovery;

public sealed class SkipNetworkTests
{
    [Theory]
    [InlineData(16, 42_679)]
    [InlineData(32, 152_199)]
    [InlineData(64, 572_455)]
    [InlineData(128, 2_217_831)]
    public void Parameters_are_as_many_as_published(int width, long parameters)
    {
        using var generator = new Generator(1);
        using var network = new SkipNetwork(width, 5, generator);
        Assert.Equal(parameters, network.ParameterCount);
    }

    /// <summary>Numbers of PyTorch 1.13 for the same layers, started from the same seed.</summary>
    [Fact]
    public void Output_and_gradient_are_those_of_PyTorch()
    {
        using var scope = Scope.Open();
        using var generator = new Generator(5);
        using var network = new SkipNetwork(8, 2, generator);
        var input = Tensor.From<float>([.. Enumerable.Range(0, 32 * 12 * 8).Select(i => 0.1f * MathF.Sin(i * 0.37f))], [1, 32, 12, 8]);
        var output = network.Forward(input);
        Assert.Equal([1, 3, 12, 8], output.Shape);
        double[] expected = [0.4716524, 0.4681569, 0.5169505, 0.5517985, 0.5312444, 0.5158166, 0.4943538, 0.5706617];
        Near.Equal(expected, [.. Numbers.Of(output).Where((_, i) => i % 37 == 0)], "output", new Tolerance(1e-4, 1e-5));
        var loss = output.Square().Mean();
        Near.Equal(0.2669539451599121, loss.ToDouble(), "loss");
        loss.Backward();
        var norm = Math.Sqrt(network.Parameters.Sum(parameter => Math.Pow(parameter.Value.Grad!.Norm().ToDouble(), 2)));
        Near.Equal(0.30079081654548645, norm, "norm of the gradient", new Tolerance(1e-3, 0));
    }

    [Theory]
    [InlineData(33, 47)]
    [InlineData(34, 64)]
    public void A_picture_of_any_size_keeps_it(int height, int width)
    {
        using var scope = Scope.Open();
        using var generator = new Generator(1);
        using var network = new SkipNetwork(4, 5, generator);
        Assert.Equal([1, 3, height, width], network.Forward(Tensor.Ones([1, 32, height, width])).Shape);
    }
}
