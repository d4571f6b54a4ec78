using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Tests.OwnOperators;

/// <summary>One native pass of SGD, and the library's operators on lists for what it does not take, are the same rule.</summary>
public class SgdOperatorTests
{
    private static readonly Operator s_sgd = new("skeptic::sgd_");

    [Theory]
    [InlineData(0.0, 0.0, 0.0, false)]
    [InlineData(0.9, 0.0, 0.01, false)]
    [InlineData(0.9, 0.3, 0.0, false)]
    [InlineData(0.9, 0.0, 0.01, true)]
    public void The_fast_path_has_the_bits_of_the_librarys_operators(double momentum, double dampening, double decay, bool nesterov)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        // Strides keep the fast path away from the second list.
        Tensor fast = Numbers(1), slow = Strided(1), fastBuffer = Numbers(2), slowBuffer = Strided(2);
        for (var step = 0; step < 3; step++)
        {
            Step(fast, Numbers(3 + step), fastBuffer, step == 0);
            Step(slow, Strided(3 + step), slowBuffer, step == 0);
        }
        Assert.Equal(slow.Contiguous().ToArray<float>(), fast.ToArray<float>());

        void Step(Tensor parameter, Tensor gradient, Tensor buffer, bool first) =>
            s_sgd.Do(new[] { parameter }, new[] { gradient }, momentum == 0 ? Array.Empty<Tensor>() : new[] { buffer }, 0.1, momentum, dampening, decay, nesterov, first);
    }

    [Fact]
    public void Lists_of_different_lengths_are_an_error()
    {
        using var scope = Scope.Open();
        var e = Assert.Throws<EngineException>(() =>
            s_sgd.Do(new[] { Numbers(1) }, Array.Empty<Tensor>(), Array.Empty<Tensor>(), 0.1, 0.0, 0.0, 0.0, false, true));
        Assert.Contains("1 parameters, but 0 gradients", e.Message);
    }

    private static Tensor Numbers(int seed)
    {
        var random = new Random(seed);
        return Tensor.From<float>([.. Enumerable.Range(0, 70).Select(_ => random.NextSingle() - 0.5f)], [7, 10]);
    }

    private static Tensor Strided(int seed) => Numbers(seed).Transpose(0, 1).Contiguous().Transpose(0, 1);
}
