using Skeptic.Noise;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public abstract record CorrectionOptions
{
    [Option("where the matrix comes from: estimate, by a network that is trained first; noise, the nominal matrix of this run's noise, an oracle's knowledge; or a file, .npy or .csv")]
    public string Transition { get; init; } = Correction.Estimate;

    [Option("estimate: share of the epochs that go to the network that the matrix is estimated from", Minimum = 0, Above = true, Maximum = 1, Below = true)]
    public double EstimateShare { get; init; } = 0.5;

    [Option("estimate: of the samples by their probability of a class, the one below this percentile speaks for the class; 100 takes the largest", Minimum = 0, Above = true, Maximum = 100)]
    public double Percentile { get; init; } = 97;
}

/// <summary>
/// What forward and backward correction share: a matrix T, T[i,j] the probability that a sample of class i is given label j. It is known from
/// the start, or the epochs fall into the phases <c>estimate</c> and <c>correct</c>, and the networks start anew in between.
/// </summary>
public abstract class Correction
{
    internal const string Estimate = "estimate";
    private const string NominalMatrix = "noise";
    private readonly CorrectionOptions _options;
    private readonly SharedState _state;
    private readonly Func<TransitionMatrix, double[,]> _use;
    private readonly double[,]? _known;
    private bool _stored;

    /// <param name="key">The method's name, which its settings and its state go by.</param>
    /// <param name="use">What of the matrix the method keeps, [K,K].</param>
    /// <exception cref="CompositionException">The matrix is not made for this many classes, or too few epochs are left to estimate it in.</exception>
    /// <exception cref="NoiseException">There is no such matrix, or it cannot be used.</exception>
    private protected Correction(CorrectionOptions options, Needs needs, string key, Func<TransitionMatrix, double[,]> use)
    {
        (_options, _use) = (options, use);
        _state = needs.Shared(key, needs.Classes, needs.Classes);
        if (IsEstimated(options) && needs.Epochs < 2)
            throw new CompositionException($"{key} estimates its matrix in epochs of their own, and this run has 1; say --set epochs=2 or more, or method.{key}.transition=FILE");
        if (Known(options.Transition, needs, $"method.{key}.transition") is { } matrix) _known = use(matrix);
    }

    internal static bool IsEstimated(CorrectionOptions options) => options.Transition == Estimate;

    public EpochPlan Plan(Run run, Clock clock)
    {
        Pass[] passes = [new Pass(run.Networks)];
        if (Estimates(clock)) return new EpochPlan("estimate", passes);
        if (_state.Value.Abs().Max().ToDouble() > 0) return new EpochPlan("correct", passes);
        Store(_use(TransitionEstimate.From(run.Logits.Softmax(), _options.Percentile)));
        return new EpochPlan("correct", passes, Fresh: true);
    }

    /// <summary>What the method keeps of the matrix, float32 <c>[K,K]</c>; null while the networks train that it is estimated from.</summary>
    private protected Tensor? Kept(Branch branch)
    {
        if (_known is null) return Estimates(branch.Clock) ? null : _state.Value;
        if (!_stored) Store(_known);
        _stored = true;
        return _state.Value;
    }

    private bool Estimates(Clock clock) =>
        clock.Epoch < Math.Clamp((int)Math.Round(_options.EstimateShare * clock.Epochs), 1, Math.Max(1, clock.Epochs - 1));

    private void Store(double[,] entries)
    {
        using var off = Grad.Off();
        var size = entries.GetLength(0);
        _state.Value.CopyFrom(Tensor.From<double>([.. entries.Cast<double>()], [size, size]));
    }

    private static TransitionMatrix? Known(string transition, Needs needs, string setting)
    {
        if (transition == Estimate) return null;
        if (transition == NominalMatrix) return needs.Transition?.Invoke();
        var matrix = TransitionMatrix.Load(transition);
        if (needs.Transition is not null && matrix.Classes != needs.Classes)
            throw new CompositionException($"{setting}: the transition matrix in '{transition}' is made for {matrix.Classes} classes, but the data set has {needs.Classes}");
        return matrix;
    }
}
