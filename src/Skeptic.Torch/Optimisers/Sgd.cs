using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Optimisers;

/// <summary>Stochastic gradient descent.</summary>
public sealed record SgdOptions : OptimiserOptions
{
    /// <summary>At least 0.</summary>
    public double Momentum { get; init; }

    /// <summary>The newest gradient enters the momentum buffer with weight 1 - dampening.</summary>
    public double Dampening { get; init; }

    /// <summary>Looks ahead: needs momentum and no dampening.</summary>
    public bool Nesterov { get; init; }

    public override Optimiser Create(IReadOnlyList<ParameterGroup> groups)
    {
        CheckRates();
        Require(Momentum >= 0, nameof(Momentum), Momentum, "0 or more");
        if (Nesterov && (Momentum == 0 || Dampening != 0)) throw new ArgumentException("Nesterov needs a momentum above 0 and a dampening of 0");
        return new Sgd(this, groups);
    }
}

/// <summary>
/// g += d p (weight decay); m = mu m + (1 - dampening) g, at first m = g; p -= rate m, or with Nesterov p -= rate (g + mu m).
/// Sutskever et al., ICML 2013, in PyTorch's variant: the rate does not enter the buffer.
/// </summary>
internal sealed class Sgd(SgdOptions options, IReadOnlyList<ParameterGroup> groups)
    : Optimiser(options, groups, options.Momentum == 0 ? [] : ["momentum_buffer"])
{
    private static readonly Operator s_step = new("skeptic::sgd_");

    private protected override void Apply(Update update, double learningRate)
    {
        var first = update.Steps == 0;
        // Memory for the buffers; the first step overwrites it.
        if (first && options.Momentum != 0) update.Start(0, update.Gradients);
        s_step.Do(
            update.Parameters, update.Gradients, options.Momentum == 0 ? Array.Empty<Tensor?>() : update.State(0),
            learningRate, options.Momentum, options.Dampening, update.WeightDecay, options.Nesterov, first);
    }
}
