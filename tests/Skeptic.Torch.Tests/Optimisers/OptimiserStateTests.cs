using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Optimisers;

public class OptimiserStateTests
{
    public static TheoryData<OptimiserOptions> Kinds =>
    [
        new SgdOptions { Momentum = 0.9, WeightDecay = 0.01, Nesterov = true },
        new SgdOptions { LearningRate = 0.1 },
        new AdamOptions { WeightDecay = 0.01 },
        new AdamOptions { WeightDecay = 0.01, Decoupled = true },
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Training_from_a_saved_state_goes_on_with_equal_bits(OptimiserOptions options)
    {
        using var scope = Scope.Open();
        var (first, second) = (Parameters(), Parameters());
        using var straight = options.Create([new ParameterGroup(first)]);
        for (var step = 0; step < 6; step++) Step(straight, first, step);

        using var before = options.Create([new ParameterGroup(second)]);
        for (var step = 0; step < 3; step++) Step(before, second, step);
        var saved = before.State().ToDictionary(entry => entry.Name, entry => entry.Value.Clone());
        using var after = options.Create([new ParameterGroup(second)]);
        after.LoadState(saved);
        for (var step = 3; step < 6; step++) Step(after, second, step);

        foreach (var (straightOne, resumedOne) in first.Zip(second)) Assert.Equal(straightOne.Value.ToArray<float>(), resumedOne.Value.ToArray<float>());
    }

    [Fact]
    public void State_has_one_entry_for_each_memory_of_each_moved_parameter()
    {
        using var scope = Scope.Open();
        var parameters = Parameters();
        using var optimiser = new AdamOptions().Create([new ParameterGroup(parameters)]);
        Assert.Empty(optimiser.State());
        parameters[0].Value.Grad = Tensor.Ones([2, 3]);
        optimiser.Step();
        Assert.Equal(["exp_avg.fc.weight", "exp_avg_sq.fc.weight", "step.fc.weight"], optimiser.State().Select(entry => entry.Name));
        Assert.Equal(1, optimiser.State()[2].Value.ToInt64());
    }

    [Fact]
    public void Loading_an_empty_state_forgets_everything()
    {
        using var scope = Scope.Open();
        var parameters = Parameters();
        using var optimiser = new SgdOptions { Momentum = 0.9 }.Create([new ParameterGroup(parameters)]);
        Step(optimiser, parameters, 0);
        optimiser.LoadState(new Dictionary<string, Tensor>());
        Assert.Empty(optimiser.State());
    }

    [Fact]
    public void A_state_of_another_optimiser_is_refused_and_changes_nothing()
    {
        using var scope = Scope.Open();
        var parameters = Parameters();
        using var optimiser = new SgdOptions { Momentum = 0.9 }.Create([new ParameterGroup(parameters)]);
        Step(optimiser, parameters, 0);
        using var adam = new AdamOptions().Create([new ParameterGroup(parameters)]);
        Step(adam, parameters, 1);
        var foreign = adam.State().ToDictionary(entry => entry.Name, entry => entry.Value);
        var error = Assert.Throws<InvalidDataException>(() => optimiser.LoadState(foreign));
        Assert.Contains("lacks momentum_buffer.fc.weight, momentum_buffer.fc.bias", error.Message);
        Assert.Contains("exp_avg_sq.fc.bias", error.Message);
        Assert.Equal(4, optimiser.State().Count);
    }

    [Fact]
    public void A_state_of_another_shape_is_refused()
    {
        using var scope = Scope.Open();
        var parameters = Parameters();
        using var optimiser = new SgdOptions { Momentum = 0.9 }.Create([new ParameterGroup(parameters)]);
        Step(optimiser, parameters, 0);
        var state = optimiser.State().ToDictionary(entry => entry.Name, entry => entry.Value);
        state["momentum_buffer.fc.bias"] = Tensor.Zeros([4]);
        var error = Assert.Throws<InvalidDataException>(() => optimiser.LoadState(state));
        Assert.Equal("the saved state does not fit the optimiser: momentum_buffer.fc.bias is [4] instead of [3]", error.Message);
    }

    [Fact]
    public void A_step_count_that_is_no_single_number_is_refused()
    {
        using var scope = Scope.Open();
        var parameters = Parameters();
        using var optimiser = new SgdOptions().Create([new ParameterGroup(parameters)]);
        var error = Assert.Throws<InvalidDataException>(() => optimiser.LoadState(new Dictionary<string, Tensor> { ["step.fc.bias"] = Tensor.Zeros([2]) }));
        Assert.EndsWith("step.fc.bias is [2] instead of []", error.Message);
    }

    [Fact]
    public void Dispose_frees_what_was_remembered_and_no_parameter()
    {
        var before = Live.Tensors();
        using (var scope = Scope.Open())
        {
            var parameters = Parameters();
            var optimiser = new AdamOptions().Create([new ParameterGroup(parameters)]);
            Step(optimiser, parameters, 0);
            optimiser.Dispose();
            Assert.Equal([6, 3], parameters.Select(parameter => parameter.Value.ToArray<float>().Length));
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    private static NamedTensor[] Parameters() =>
        [new("fc.weight", Tensor.Full([2, 3], 0.5).WithGrad()), new("fc.bias", Tensor.Full([3], 2).WithGrad())];

    private static void Step(Optimiser optimiser, NamedTensor[] parameters, int step)
    {
        using var draws = new Generator((ulong)step);
        foreach (var (_, value) in parameters) value.Grad = Tensor.Empty([.. value.Shape]).FillNormal(0, 1, draws);
        optimiser.Step();
    }
}
