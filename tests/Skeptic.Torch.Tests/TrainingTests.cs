using Skeptic.Torch.Optimisers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests;

/// <summary>Network, loss and optimiser together.</summary>
public class TrainingTests
{
    public static TheoryData<OptimiserOptions> Kinds =>
        [new SgdOptions { Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4 }, new AdamOptions { WeightDecay = 1e-4 }];

    [Theory, MemberData(nameof(Kinds))]
    public void Live_tensors_stay_level_over_a_thousand_steps(OptimiserOptions options)
    {
        using var draws = new Generator(1);
        using var network = Networks.Small(draws, draws);
        using var optimiser = options.Create([new ParameterGroup(network.Parameters)]);
        Networks.Step(network, optimiser, draws);
        var before = Live.Tensors();
        for (var step = 0; step < 1000; step++) Networks.Step(network, optimiser, draws);
        Assert.Equal(before, Scope.LiveTensors);
    }

    [Fact]
    public void Training_learns_what_can_be_learnt()
    {
        using var draws = new Generator(1);
        using var network = Networks.Small(draws, draws);
        using var optimiser = new AdamOptions { LearningRate = 0.01 }.Create([new ParameterGroup(network.Parameters)]);
        using var scope = Scope.Open();
        var (inputs, labels) = Networks.Batch(draws);
        for (var step = 0; step < 100; step++)
        {
            using var inner = Scope.Open();
            optimiser.ZeroGrad();
            network.Forward(inputs).CrossEntropy(labels, Tensor.Reduction.Mean).Backward();
            optimiser.Step();
        }
        network.Train(false);
        Assert.Equal(labels.ToArray<long>(), network.Forward(inputs).ArgMax(1).ToArray<long>());
    }

    [Fact]
    public void Two_networks_trained_at_once_have_the_bits_of_two_trained_one_after_the_other()
    {
        const int Steps = 150;
        var alone = new[] { Networks.Train(3, Steps), Networks.Train(4, Steps) };
        var together = new double[2][];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Networks.Train((ulong)(3 + i), Steps))).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(alone, together);
        Assert.NotEqual(alone[0], alone[1]);
    }
}
