using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>The weights W0 that every network of a run starts from: frozen copies of all parameters, in their order.</summary>
public sealed class InitialWeights
{
    private Tensor[][] _weights = [];

    /// <summary>One tensor for each parameter of <paramref name="network"/>.</summary>
    public IReadOnlyList<Tensor> Of(Network network) => _weights[network.Id];

    /// <summary>Copies the weights as they are now.</summary>
    internal void Take(IReadOnlyList<Network> networks)
    {
        Free();
        using var off = Grad.Off();
        _weights = [.. networks.Select(network => network.Model.Parameters.Select(parameter => parameter.Value.Detach().Clone().Unscoped()).ToArray())];
    }

    internal void Free()
    {
        foreach (var weight in _weights.SelectMany(weights => weights)) weight.Dispose();
        _weights = [];
    }
}
