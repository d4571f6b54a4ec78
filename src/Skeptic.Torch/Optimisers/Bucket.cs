using Skeptic.Torch.Layers;

namespace Skeptic.Torch.Optimisers;

/// <summary>Parameters of one group that are updated by the same calls, with what the optimiser remembers of each.</summary>
internal sealed class Bucket(NamedTensor[] parameters, double learningRateFactor, double weightDecay, int slots)
{
    private readonly Tensor?[] _gradients = new Tensor?[parameters.Length];

    internal NamedTensor[] Named { get; } = parameters;

    internal Tensor?[] Parameters { get; } = [.. parameters.Select(parameter => parameter.Value)];

    internal double LearningRateFactor { get; } = learningRateFactor;

    internal double WeightDecay { get; } = weightDecay;

    /// <summary>[slot][parameter]: for instance momentum buffers; null before a parameter's first step.</summary>
    internal Tensor?[][] State { get; } = [.. Enumerable.Range(0, slots).Select(_ => new Tensor?[parameters.Length])];

    /// <summary>How many steps each parameter has made.</summary>
    internal long[] Steps { get; } = new long[parameters.Length];

    /// <summary>The parameters that have a gradient, in runs that have made equally many steps: nearly always one run.</summary>
    internal IEnumerable<Update> Updates()
    {
        var even = true;
        for (var i = 0; i < _gradients.Length; i++)
        {
            _gradients[i] = Parameters[i]!.Grad;
            even &= _gradients[i] is not null && Steps[i] == Steps[0];
        }
        return even ? [new Update(this, null, _gradients)] : Uneven();
    }

    private IEnumerable<Update> Uneven() =>
        from i in Enumerable.Range(0, _gradients.Length)
        where _gradients[i] is not null
        group i by Steps[i] into run
        select new Update(this, [.. run], [.. run.Select(i => _gradients[i])]);
}
