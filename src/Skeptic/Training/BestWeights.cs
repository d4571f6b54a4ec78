using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <summary>A copy of all networks as they were at the best epoch so far, for early stopping.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly IReadOnlyList<Network> _networks;
    private readonly NamedTensor[] _kept;

    internal BestWeights(IReadOnlyList<Network> networks)
    {
        _networks = networks;
        using var off = Grad.Off();
        _kept = [.. Live().Select(tensor => new NamedTensor("best" + tensor.Name, tensor.Value.Detach().Clone().Unscoped()))];
    }

    /// <summary>What a checkpoint holds of it.</summary>
    internal IReadOnlyList<NamedTensor> State => _kept;

    internal void Take()
    {
        using var off = Grad.Off();
        foreach (var (kept, live) in _kept.Zip(Live())) kept.Value.CopyFrom(live.Value);
    }

    internal void Restore()
    {
        using var off = Grad.Off();
        foreach (var (kept, live) in _kept.Zip(Live())) live.Value.CopyFrom(kept.Value);
    }

    public void Dispose()
    {
        foreach (var tensor in _kept) tensor.Value.Dispose();
    }

    private IEnumerable<NamedTensor> Live() =>
        _networks.SelectMany(network => network.Model.StateDict().Select(tensor => new NamedTensor($"{network.Id}.{tensor.Name}", tensor.Value)));
}
