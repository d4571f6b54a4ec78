using Skeptic.Torch.Operators;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests;

public class GeneratorTests
{
    private static readonly Operator s_permutation = new("aten::randperm", "generator");

    [Fact]
    public void Streams_have_the_bits_of_pytorchs_manual_seed()
    {
        using var scope = Scope.Open();
        var seen = 0;
        foreach (var golden in Golden.Load("generators.json").GetProperty("cases").EnumerateArray())
        {
            using var generator = new Generator(golden.GetProperty("seed").GetUInt64());
            foreach (var expected in golden.GetProperty("draws").EnumerateArray())
            {
                Golden.Same(expected, Draw(golden.GetProperty("name").GetString()!, expected.Shape(), generator));
                seen++;
            }
        }
        Assert.Equal(14, seen);
    }

    [Fact]
    public void Reseeding_starts_the_stream_again()
    {
        using var scope = Scope.Open();
        using var generator = new Generator(5);
        var first = Tensor.Empty([20]).FillNormal(0, 1, generator).ToArray<float>();
        Assert.NotEqual(first, Tensor.Empty([20]).FillNormal(0, 1, generator).ToArray<float>());
        generator.Reseed(5);
        Assert.Equal(first, Tensor.Empty([20]).FillNormal(0, 1, generator).ToArray<float>());
    }

    [Fact]
    public void Streams_do_not_touch_each_other()
    {
        using var scope = Scope.Open();
        using var alone = new Generator(5);
        using var beside = new Generator(5);
        using var other = new Generator(6);
        var expected = Tensor.Empty([8]).FillUniform(0, 1, alone).ToArray<float>();
        Tensor.Empty([8]).FillUniform(0, 1, other);
        Assert.Equal(expected, Tensor.Empty([8]).FillUniform(0, 1, beside).ToArray<float>());
    }

    [Fact]
    public void A_disposed_generator_is_refused()
    {
        using var scope = Scope.Open();
        var generator = new Generator(5);
        generator.Dispose();
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Tensor.Empty([8]).FillUniform(0, 1, generator));
    }

    private static Tensor Draw(string name, long[] shape, Generator generator) => name switch
    {
        "uniform" => Tensor.Empty(shape).FillUniform(-1, 3, generator),
        "uniform of doubles" => Tensor.Empty(shape, ScalarType.Float64).FillUniform(0, 1, generator),
        "few normal" => Tensor.Empty(shape).FillNormal(0, 1, generator),
        "many normal" => Tensor.Empty(shape).FillNormal(2, 0.5, generator),
        "bernoulli" => Tensor.Empty(shape).FillBernoulli(0.3, generator),
        "permutation" => s_permutation.Call(shape[0], generator),
        _ => throw new ArgumentException($"nothing is called '{name}'"),
    };
}
