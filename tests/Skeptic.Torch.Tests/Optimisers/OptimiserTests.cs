using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Torch.Tests.Optimisers;

public class OptimiserTests
{
    [Fact]
    public void Zero_grad_removes_gradients()
    {
        using var scope = Scope.Open();
        var parameter = One("p");
        using var optimiser = new SgdOptions().Create([new ParameterGroup([parameter])]);
        Assert.NotNull(parameter.Value.Grad);
        optimiser.ZeroGrad();
        Assert.Null(parameter.Value.Grad);
    }

    [Fact]
    public void Without_any_gradient_a_step_changes_nothing()
    {
        using var scope = Scope.Open();
        var parameter = One("p");
        parameter.Value.Grad = null;
        using var optimiser = new AdamOptions().Create([new ParameterGroup([parameter])]);
        optimiser.Step();
        Assert.Equal([1, 1, 1], parameter.Value.ToArray<float>());
        Assert.Empty(optimiser.State());
    }

    [Fact]
    public void The_rate_in_force_is_the_one_set_last()
    {
        using var scope = Scope.Open();
        var parameter = One("p");
        using var optimiser = new SgdOptions { LearningRate = 0.5 }.Create([new ParameterGroup([parameter])]);
        optimiser.LearningRate = 0.25;
        optimiser.Step();
        Assert.Equal([0.75f, 0.75f, 0.75f], parameter.Value.ToArray<float>());
    }

    [Fact]
    public void Lists_longer_than_one_call_takes_are_all_moved()
    {
        using var scope = Scope.Open();
        var parameters = Enumerable.Range(0, 300).Select(i => One($"p{i}")).ToList();
        using var optimiser = new SgdOptions { LearningRate = 0.5, Momentum = 0.5, WeightDecay = 1, Nesterov = true }.Create([new ParameterGroup(parameters)]);
        optimiser.Step();
        // g = 1 + 1; first m = g; p = 1 - 0.5 (g + 0.5 m)
        Assert.All(parameters, parameter => Assert.Equal([-0.5f, -0.5f, -0.5f], parameter.Value.ToArray<float>()));
        Assert.Equal(600, optimiser.State().Count);
        Assert.Equal(Math.Sqrt(900), GradientClipping.Norm(parameters, 1).ToDouble(), 1e-3);
    }

    [Fact]
    public void Beta1_can_change_between_steps()
    {
        using var scope = Scope.Open();
        var parameter = One("p");
        using var optimiser = (Adam)new AdamOptions { LearningRate = 1, Epsilon = 0 }.Create([new ParameterGroup([parameter])]);
        optimiser.Step();
        parameter.Value.Grad = Tensor.Zeros([3]);
        optimiser.Beta1 = 0.5;
        optimiser.Step();
        // m = 0.1, then 0.5 * 0.1 and a correction by 1 - 0.5^2; v = 0.001, then 0.999 * 0.001 and a correction by 1 - 0.999^2.
        var mean = 0.05 / 0.75;
        var root = Math.Sqrt(0.000999 / (1 - 0.999 * 0.999));
        Assert.Equal(-mean / root, parameter.Value.ToArray<float>()[0], 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimiser.Beta1 = 1);
    }

    [Fact]
    public void Values_are_clipped_on_both_sides()
    {
        using var scope = Scope.Open();
        var parameter = One("p");
        parameter.Value.Grad = Tensor.From([-3f, 0.25f, 7f]);
        GradientClipping.Value([parameter], 0.5);
        Assert.Equal([-0.5f, 0.25f, 0.5f], parameter.Value.Grad!.ToArray<float>());
    }

    [Fact]
    public void Clipping_without_gradients_finds_a_norm_of_zero()
    {
        using var scope = Scope.Open();
        Assert.Equal(0, GradientClipping.Norm([], 1).ToDouble());
    }

    [Fact]
    public void A_clipped_norm_belongs_to_the_scope_around_the_call()
    {
        using var scope = Scope.Open();
        var parameters = new[] { One("p") };
        var before = scope.Count;
        var norm = GradientClipping.Norm(parameters, 1);
        Assert.Equal(before + 1, scope.Count);
        Assert.Equal(Math.Sqrt(3), norm.ToDouble(), 1e-6);
    }

    [Fact]
    public void A_parameter_given_twice_is_refused()
    {
        using var scope = Scope.Open();
        var parameter = One("fc.weight");
        var error = Assert.Throws<ArgumentException>(() => new SgdOptions().Create([new ParameterGroup([parameter]), new ParameterGroup([parameter])]));
        Assert.Contains("'fc.weight'", error.Message);
    }

    public static TheoryData<OptimiserOptions, string> Wrong => new()
    {
        { new SgdOptions { LearningRate = -1 }, "LearningRate must be 0 or more" },
        { new SgdOptions { WeightDecay = double.NaN }, "WeightDecay must be 0 or more" },
        { new SgdOptions { Momentum = -0.1 }, "Momentum must be 0 or more" },
        { new SgdOptions { Nesterov = true }, "Nesterov needs a momentum" },
        { new SgdOptions { Nesterov = true, Momentum = 0.9, Dampening = 0.1 }, "Nesterov needs a momentum" },
        { new AdamOptions { Beta1 = 1 }, "Beta1 must be in [0, 1)" },
        { new AdamOptions { Beta2 = -0.1 }, "Beta2 must be in [0, 1)" },
        { new AdamOptions { Epsilon = -1 }, "Epsilon must be 0 or more" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Options_out_of_range_are_refused_when_the_optimiser_is_made(OptimiserOptions options, string why)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => options.Create([]));
        Assert.Contains(why, error.Message);
    }

    private static NamedTensor One(string name)
    {
        var value = Tensor.Ones([3]).WithGrad();
        value.Grad = Tensor.Ones([3]);
        return new NamedTensor(name, value);
    }
}
