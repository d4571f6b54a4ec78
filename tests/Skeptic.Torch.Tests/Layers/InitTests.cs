using Skeptic.Torch.Layers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Layers;

public class InitTests
{
    private const string File = "layers.json";

    public static TheoryData<string> Cases => Golden.Names(File, "initials");

    [Theory, MemberData(nameof(Cases))]
    public void Seeded_draws_have_pytorchs_bits(string name)
    {
        using var scope = Scope.Open();
        using var draws = new Generator(Golden.Load(File).GetProperty("seed").GetUInt64());
        var golden = Golden.Find(File, name, "initials").GetProperty("weight");
        var weight = Tensor.Empty(golden.Shape());
        Fill(name, weight, draws);
        Golden.Same(golden, weight);
    }

    [Fact]
    public void Trainable_weights_can_be_filled_and_stay_leaves()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        var weight = Tensor.Zeros([3, 4]).WithGrad();
        Init.XavierUniform(weight, draws);
        weight.Sum().Backward();
        Assert.NotNull(weight.Grad);
    }

    [Fact]
    public void A_vector_has_no_fans()
    {
        using var scope = Scope.Open();
        using var draws = new Generator(1);
        var error = Assert.Throws<ArgumentException>(() => Init.KaimingNormal(Tensor.Zeros([5]), draws));
        Assert.Contains("float32[5]", error.Message);
    }

    private static void Fill(string name, Tensor weight, Generator draws)
    {
        switch (name)
        {
            case "kaiming uniform": Init.KaimingUniform(weight, draws); break;
            case "kaiming uniform of leaky relu": Init.KaimingUniform(weight, draws, slope: 0.1); break;
            case "kaiming normal": Init.KaimingNormal(weight, draws); break;
            case "kaiming normal by outputs": Init.KaimingNormal(weight, draws, Fan.Out); break;
            case "xavier uniform": Init.XavierUniform(weight, draws); break;
            case "xavier normal": Init.XavierNormal(weight, draws); break;
            case "normal": Init.Normal(weight, 0.5, 0.01, draws); break;
            case "uniform": Init.Uniform(weight, -0.25, 0.75, draws); break;
            case "constant": Init.Constant(weight, 0.75); break;
            default: throw new ArgumentException($"nothing is called '{name}'");
        }
    }
}
