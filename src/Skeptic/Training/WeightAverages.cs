using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <summary>
/// Beside every network of a run a second one, whose parameters are a moving average of the first one's. It has initial weights of
/// its own, and buffers that only its own forward passes change. The run makes, checkpoints and frees it.
/// </summary>
public sealed class WeightAverages
{
    private Layer[] _models = [];

    /// <summary>The average of <paramref name="network"/>, in training mode.</summary>
    public Layer Of(Network network) => _models[network.Id];

    /// <summary>Every parameter becomes <paramref name="keep"/> of itself and 1 - <paramref name="keep"/> of the network's.</summary>
    public void Update(Network network, double keep)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        foreach (var (average, live) in Of(network).Parameters.Zip(network.Model.Parameters))
            average.Value.MultiplyInPlace(keep).AddInPlace(live.Value, 1 - keep);
    }

    internal void Make(IReadOnlyList<Network> networks, Func<Network, Layer> create) => _models = [.. networks.Select(create)];

    /// <summary>What a checkpoint holds of it.</summary>
    internal IReadOnlyList<NamedTensor> State(Network network) => Of(network).StateDict();

    internal void Free()
    {
        foreach (var model in _models) model.Dispose();
        _models = [];
    }
}
