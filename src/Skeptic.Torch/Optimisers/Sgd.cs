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
    private protected override void Apply(Update update, double learningRate)
    {
        var direction = update.Gradients;
        if (update.WeightDecay != 0) direction = Foreach.Add(direction, update.Parameters, update.WeightDecay);
        if (options.Momentum != 0)
        {
            var momentum = Momentum(update, direction);
            direction = options.Nesterov ? Foreach.Add(direction, momentum, options.Momentum) : momentum;
        }
        Foreach.AddInPlace(update.Parameters, direction, -learningRate);
    }

    private Tensor?[] Momentum(Update update, Tensor?[] direction)
    {
        if (update.Steps == 0)
        {
            update.Start(0, direction);
            return update.State(0);
        }
        var momentum = update.State(0);
        Foreach.MultiplyInPlace(momentum, options.Momentum);
        Foreach.AddInPlace(momentum, direction, 1 - options.Dampening);
        return momentum;
    }
}
