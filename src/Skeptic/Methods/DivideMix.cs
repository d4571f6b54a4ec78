using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>
/// Two networks. Before every epoch each divides the training set for the other: by its losses, a mixture of two normal distributions
/// says how probable each label is right. A network then trains on the believed labels, refined by its own predictions, and on
/// labels that both networks guess for the other samples, all mixed with each other (the paper's algorithm 1).
/// </summary>
/// <remarks>Kept per sample and network: one probability, and as many losses as are averaged. Memory beyond that is a mixture's six numbers.</remarks>
[Method("DivideMix: two networks divide the labels for each other, and learn from the rest without its labels",
    "Li, Socher and Hoi, DivideMix: Learning with Noisy Labels as Semi-supervised Learning, ICLR 2020",
    Deviations =
    [
        "as coded: the second network's labels are guessed with the first one as this epoch has already trained it, one share mixes a whole batch, and classes are balanced over all rows",
        "lambdaU is 25, the default of the authors' code, which their tables have for some rows only: see the presets",
        "2-means starts at the smallest and the largest loss, not at random, and every draw comes from the run's seed",
        "lambdaU rises with the share of the pass that is done; the authors count one batch more where batches fill the labelled set exactly",
        "where the mixture believes less than one batch of labels, as many as the noise rate leaves are believed, those of the smallest losses; half where the rate is unknown. The epoch's fallBacks counts it",
        "without two unlabelled samples a network learns from labelled ones alone; losses that are all equal or not finite end the run with a sentence",
        "warming up takes batches of the run's size; the authors double it for CIFAR",
        "without augmentation both views of a sample are the same",
        "the score is rounded to thousandths before losses decide, since a mixture with unequal variances believes the very smallest losses a little less",
    ])]
public sealed class DivideMix : IPlan, IExamples, IWeights, IPenalty, IEpochNumbers, ILabelScores
{
    private const double AveragedFrom = 0.9, Thousandth = 1e-3;
    private readonly DivideMixOptions _options;
    private readonly PerSample _clean;
    private readonly PerSample? _history;
    private readonly SharedState _division;
    private readonly Lazy<bool> _penalty;
    private readonly double _rate;

    public string? NeedsAllSamples => "chooses labelled and unlabelled samples anew for every epoch";

    public DivideMix(DivideMixOptions options, Needs needs)
    {
        _options = options;
        if (options.WarmUp >= needs.Epochs)
            throw new CompositionException($"divide-mix warms up until epoch {options.WarmUp}, and this run ends with epoch {needs.Epochs}; say --epochs {options.WarmUp + 1} or more, or lower method.divide-mix.warmUp");
        if (!options.Unlabelled && options.LambdaU > 0)
            throw new CompositionException("divide-mix without unlabelled rows has no unlabelled loss; say --set method.divide-mix.lambdaU=0 too");
        needs.Pair();
        _clean = needs.Memory("clean", 1);
        var averaged = options.Averaged ?? (needs.NoiseRate == AveragedFrom ? 5 : 1);
        _history = averaged > 1 ? needs.Memory("divide-mix-losses", averaged) : null;
        // Believed shares of the two networks, and how many of them are fall-backs.
        _division = needs.Shared("divide-mix", 3);
        _rate = needs.NoiseRate ?? 0.5;
        _penalty = new(() => options.WarmUpPenalty ?? !IsSymmetric(needs));
        Mix = (branch, rows) => Mixture.Draw(branch, options.Alpha, ownMost: true, rows: rows);
    }

    public bool Mixes => true;

    /// <summary>Mixes the rows of a step, given how many there are; a test may say how.</summary>
    internal Func<Branch, int, Mixture> Mix { get; set; }

    public EpochPlan Plan(Run run, Clock clock)
    {
        if (WarmsUp(clock)) return new("warm-up", [.. run.Networks.Select(network => new Pass([network]))]);
        using var scope = Scope.Open();
        var believed = run.Networks.Select(network => Divide(run, network, clock.Epoch - _options.WarmUp)).ToList();
        return new("divide", [.. run.Networks.Select(network => Learn(scope, network, believed[1 - network.Id]))]);
    }

    public Examples Examples(Branch branch)
    {
        var (batch, classes) = (branch.Batch, branch.Run.Classes);
        if (WarmsUp(branch.Clock)) return new(batch.Inputs, batch.Labels, batch.Index, classes);
        var (own, peer) = (branch.Network.Model, branch.Run.Networks[1 - branch.Network.Id]);
        List<Tensor> inputs = [batch.Inputs, batch.Again("divide-mix")], targets = [];
        Tensor? guess = null;
        if (batch.Beside is { } beside)
        {
            Tensor[] views = [beside.Inputs, beside.Again("divide-mix")];
            guess = MixMatch.Guess(_options.Temperature, [.. views.Select(view => Probabilities(own, view)), .. Evaluated(peer.Model, views)]);
            inputs.AddRange(views);
        }
        var trust = _clean.Of(peer).IndexSelect(batch.Index).To(batch.Inputs.Type);
        var refined = MixMatch.Refine(_options.Temperature, trust, batch.Labels.OneHot(classes).To(trust.Type), Probabilities(own, inputs[0]), Probabilities(own, inputs[1]));
        targets.AddRange([refined, refined]);
        if (guess is not null) targets.AddRange([guess, guess]);

        var (rows, labels) = (Tensor.Cat([.. inputs]), Tensor.Cat([.. targets]));
        var mix = Mix(branch, checked((int)rows.Size(0)));
        var count = _options.Unlabelled ? rows.Size(0) : 2 * batch.Size;
        return new(mix.Of(rows).Rows(0, count), mix.Of(labels).Rows(0, count));
    }

    /// <summary>Only labelled rows have a loss of their own; what the others are compared with is the penalty's.</summary>
    public Tensor Weights(Branch branch)
    {
        var (rows, labelled) = (branch.Losses.Count, 2L * branch.Batch.Size);
        var weights = Tensor.Ones([rows], branch.Losses.Type, branch.Losses.Device);
        if (WarmsUp(branch.Clock) || rows == labelled) return weights;
        weights.Rows(0, labelled).Fill((double)rows / labelled);
        weights.Rows(labelled, rows - labelled).Fill(0);
        return weights;
    }

    public Tensor Penalty(Branch branch)
    {
        if (WarmsUp(branch.Clock)) return _penalty.Value ? MixMatch.Confidence(branch.View(0)) : Tensor.Zeros([], branch.Logits.Type, branch.Logits.Device);
        var penalty = MixMatch.Balance(branch.Probabilities);
        var (rows, labelled, strength) = (branch.Losses.Count, 2L * branch.Batch.Size, Strength(branch));
        if (rows == labelled || strength == 0) return penalty;
        return penalty + strength * MixMatch.Unlabelled(branch.Probabilities.Rows(labelled, rows - labelled), branch.Targets.Rows(labelled, rows - labelled));
    }

    public MethodNumbers EpochNumbers(Clock clock)
    {
        if (WarmsUp(clock)) return [];
        var division = _division.Value.ToArray<float>();
        return new() { ["believed1"] = division[0], ["believed2"] = division[1], ["fallBacks"] = division[2] };
    }

    /// <remarks>By the trained networks, whatever divided the labels of the last epoch.</remarks>
    public LabelScores LabelScores(Run run)
    {
        var losses = run.Networks.Select(network => Losses(run, network)).ToList();
        var clean = Tensor.Stack([.. losses.Select(CleanPosterior.Of)]).Mean(0);
        var doubt = ((1 - clean) / Thousandth + 0.5).Floor() * Thousandth;
        return new("divide-mix: 1 - probability that the label is right", doubt + Thousandth * Tensor.Stack([.. losses]).Mean(0), run.MeanProbabilities().ArgMax(1));
    }

    /// <summary>How probable each label is right by one network's losses: kept, and cut at the threshold. Bool <c>[N]</c>.</summary>
    /// <param name="divisions">How many there were before.</param>
    private Tensor Divide(Run run, Network network, int divisions)
    {
        var losses = Losses(run, network);
        if (_history is not null)
        {
            var history = _history.Of(network);
            history.Transpose().Rows(divisions % _history.Width, 1).CopyFrom(losses.Unsqueeze(0));
            losses = history.Sum(1) / Math.Min(divisions + 1, _history.Width);
        }
        var clean = CleanPosterior.Of(losses);
        _clean.Of(network).CopyFrom(clean.Unsqueeze(1));
        var believed = Believe(run, clean, losses, out var fallsBack);
        if (network.Id == 0) _division.Value.Fill(0);
        _division.Value.Rows(network.Id, 1).Fill(believed.To(ScalarType.Float32).Mean().ToDouble());
        if (fallsBack) _division.Value.Rows(2, 1).AddInPlace(Tensor.Ones([1], ScalarType.Float32, run.Device));
        return believed;
    }

    private Tensor Believe(Run run, Tensor clean, Tensor losses, out bool fallsBack)
    {
        var believed = clean > _options.Threshold;
        var least = Math.Min(run.Recipe.Batch, clean.Count);
        fallsBack = believed.Sum().ToInt64() < least;
        if (!fallsBack) return believed;
        var count = Math.Max(least, (long)((1 - _rate) * clean.Count));
        return Tensor.Zeros([clean.Count], ScalarType.Float32, clean.Device).SetAt(losses.ArgSort().Rows(0, count), 1) > 0;
    }

    private static Pass Learn(Scope scope, Network network, Tensor believed)
    {
        var others = believed.Not().Positions();
        return new([network], scope.Keep(believed.Positions()), others.Count < 2 ? null : scope.Keep(others));
    }

    private static Tensor Losses(Run run, Network network) =>
        CleanPosterior.Normalise(run.LogitsOf(network).CrossEntropy(run.GivenLabels).To(ScalarType.Float32));

    private double Strength(Branch branch)
    {
        var (epoch, batch) = (branch.Clock.Epoch, branch.Batch);
        return _options.LambdaU * MixMatch.RampUp(epoch + (double)batch.Step / batch.Steps, _options.WarmUp, _options.RampEpochs);
    }

    private bool WarmsUp(Clock clock) => clock.Epoch < _options.WarmUp;

    private static Tensor Probabilities(Layer model, Tensor inputs) => model.Forward(inputs).Softmax();

    private static List<Tensor> Evaluated(Layer peer, Tensor[] views)
    {
        peer.Train(false);
        try
        {
            return [.. views.Select(view => Probabilities(peer, view))];
        }
        finally
        {
            peer.Train();
        }
    }

    /// <summary>Whether labels go wrong to every other class alike, by the run's nominal matrix.</summary>
    private static bool IsSymmetric(Needs needs)
    {
        if (needs.Transition is null) return false;
        try
        {
            return needs.Transition().IsSymmetricNoise;
        }
        catch (Noise.NoiseException)
        {
            return false; // Human labels, or noise that depends on the sample: nobody knows its matrix.
        }
    }
}
