using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>What networks say of all training samples, in evaluation mode: computed when it is first asked for, and kept until they change.</summary>
internal sealed class TrainingLogits(LabelledPart training, IReadOnlyList<Network> networks) : IDisposable
{
    private readonly Dictionary<Network, Tensor> _of = [];
    private Tensor? _mean;

    /// <summary>The mean over the networks: <c>[N,K]</c>.</summary>
    internal Tensor Mean => networks.Count == 1 ? Of(networks[0]) : _mean ??= MeanOf(Of).Unscoped();

    /// <summary>The mean over the networks of their probabilities: <c>[N,K]</c>, computed anew.</summary>
    internal Tensor MeanProbabilities => MeanOf(network => Of(network).Softmax());

    /// <summary>One network's: <c>[N,K]</c>.</summary>
    internal Tensor Of(Network network)
    {
        if (!_of.TryGetValue(network, out var logits)) _of[network] = logits = training.Logits([network]).Unscoped();
        return logits;
    }

    /// <summary>Forgets what was computed from the networks before they changed.</summary>
    internal void Forget()
    {
        foreach (var logits in _of.Values) logits.Dispose();
        _of.Clear();
        _mean?.Dispose();
        _mean = null;
    }

    public void Dispose() => Forget();

    private Tensor MeanOf(Func<Network, Tensor> of)
    {
        using var scope = Scope.Open();
        var sum = of(networks[0]);
        foreach (var network in networks.Skip(1)) sum += of(network);
        return scope.Keep(sum / networks.Count);
    }
}
