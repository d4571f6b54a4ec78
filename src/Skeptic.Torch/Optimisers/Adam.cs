using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Optimisers;

/// <summary>Adam and, with <see cref="Decoupled"/>, AdamW.</summary>
public sealed record AdamOptions : OptimiserOptions
{
    public AdamOptions() => LearningRate = 1e-3;

    /// <summary>How much of the mean gradient stays at a step, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient stays at a step, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay shrinks the parameters instead of entering the gradient (AdamW).</summary>
    public bool Decoupled { get; init; }

    public override Optimiser Create(IReadOnlyList<ParameterGroup> groups)
    {
        CheckRates();
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "in [0, 1)");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "in [0, 1)");
        Require(Epsilon >= 0, nameof(Epsilon), Epsilon, "0 or more");
        return new Adam(this, groups);
    }
}

/// <summary>
/// Kingma and Ba, ICLR 2015, algorithm 1: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// p -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps). Decoupled decay: p *= 1 - rate d before. Loshchilov and Hutter, ICLR 2019.
/// </summary>
public sealed class Adam : Optimiser
{
    private const int Mean = 0, Square = 1;
    private static readonly Operator s_zerosLike = new("aten::zeros_like");
    private readonly AdamOptions _options;

    internal Adam(AdamOptions options, IReadOnlyList<ParameterGroup> groups)
        : base(options, groups, "exp_avg", "exp_avg_sq")
    {
        _options = options;
        Beta1 = options.Beta1;
    }

    /// <summary>May change between steps, in [0, 1); bias is corrected as if it had always been so, as PyTorch does.</summary>
    public double Beta1
    {
        get;
        set => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Beta1 must be in [0, 1)");
    }

    private protected override void Apply(Update update, double learningRate)
    {
        if (update.Steps == 0)
        {
            // As the gradients lie in memory, so that one kernel takes them all.
            var zeros = Array.ConvertAll(update.Gradients, gradient => (Tensor?)s_zerosLike.Call(gradient));
            update.Start(Mean, zeros);
            update.Start(Square, zeros);
        }
        var (mean, square) = (update.State(Mean), update.State(Square));
        var gradient = Decay(update, learningRate);

        Foreach.MultiplyInPlace(mean, Beta1);
        Foreach.AddInPlace(mean, gradient, 1 - Beta1);
        Foreach.MultiplyInPlace(square, _options.Beta2);
        Foreach.AddProductInPlace(square, gradient, gradient, 1 - _options.Beta2);

        var step = update.Steps + 1;
        var denominator = Foreach.Sqrt(square);
        Foreach.DivideInPlace(denominator, Math.Sqrt(1 - Math.Pow(_options.Beta2, step)));
        Foreach.AddInPlace(denominator, _options.Epsilon);
        Foreach.AddQuotientInPlace(update.Parameters, mean, denominator, -learningRate / (1 - Math.Pow(Beta1, step)));
    }

    private Tensor?[] Decay(Update update, double learningRate)
    {
        if (update.WeightDecay == 0) return update.Gradients;
        if (!_options.Decoupled) return Foreach.Add(update.Gradients, update.Parameters, update.WeightDecay);
        Foreach.MultiplyInPlace(update.Parameters, 1 - learningRate * update.WeightDecay);
        return update.Gradients;
    }
}
