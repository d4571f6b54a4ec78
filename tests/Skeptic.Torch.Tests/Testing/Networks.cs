using Skeptic.Torch.Layers;
using Skeptic.Torch.Optimisers;

namespace Skeptic.Torch.Tests.Testing;

/// <summary>A convolutional network of a few hundred parameters, with everything that keeps state, and its data.</summary>
internal static class Networks
{
    internal const int Classes = 3;

    internal static Sequential Small(Generator init, Generator dropout) => new(
        ("conv", new Conv2d(1, 4, 3, init, padding: 1)), ("norm", new BatchNorm2d(4)), ("relu", new Relu()), ("pool", new MaxPool2d(2)),
        ("flat", new Flatten()), ("drop", new Dropout(0.2, dropout)), ("fc", new Linear(64, Classes, init)));

    internal static (Tensor Inputs, Tensor Labels) Batch(Generator draws)
    {
        var inputs = Tensor.Empty([6, 1, 8, 8]).FillNormal(0, 1, draws);
        return (inputs, Tensor.From([0L, 1, 2, 0, 1, 2]));
    }

    internal static void Step(Layer network, Optimiser optimiser, Generator draws)
    {
        using var scope = Scope.Open();
        var (inputs, labels) = Batch(draws);
        optimiser.ZeroGrad();
        network.Forward(inputs).CrossEntropy(labels, Tensor.Reduction.Mean).Backward();
        optimiser.Step();
    }

    /// <summary>All parameters and buffers, bit by bit, after training from a seed.</summary>
    internal static double[] Train(ulong seed, int steps)
    {
        using var init = new Generator(seed);
        using var draws = new Generator(seed + 1);
        using var network = Small(init, draws);
        using var optimiser = new SgdOptions { Momentum = 0.9, LearningRate = 0.05 }.Create([new ParameterGroup(network.Parameters)]);
        for (var step = 0; step < steps; step++) Step(network, optimiser, draws);
        return [.. network.StateDict().SelectMany(tensor => Golden.Doubles(tensor.Value))];
    }
}
