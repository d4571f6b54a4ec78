using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>How the weights of a network start; literature uses several for one graph.</summary>
public enum Start
{
    /// <summary>PyTorch's own: U(-b, b), b = 1 / sqrt(fan in), for convolutions and linear layers, weights and biases.</summary>
    Default,

    /// <summary>The sparse-regularisation paper's code: convolutions Kaiming uniform over fan-in, linear weights Xavier uniform, biases as by default.</summary>
    SparseRegularisation,

    /// <summary>torchvision's ResNets: convolutions Kaiming normal over fan-out, linear layers as by default.</summary>
    FanOut,
}

internal static class StartExtensions
{
    /// <summary>Draws the weights of a network that has started by default once more, in the order of its parameters.</summary>
    internal static void Apply(this Start start, Layer network, Generator init)
    {
        if (start == Start.Default) return;
        foreach (var (_, value) in network.Parameters)
        {
            if (value.Rank == 4 && start == Start.FanOut) Init.KaimingNormal(value, init, Fan.Out);
            else if (value.Rank == 4) Init.KaimingUniform(value, init);
            else if (value.Rank == 2 && start == Start.SparseRegularisation) Init.XavierUniform(value, init);
        }
    }
}
