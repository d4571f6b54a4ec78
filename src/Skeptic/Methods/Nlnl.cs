using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record NlnlOptions
{
    [Option("epochs of the five phases in proportion: NL, SelNL, SelPL and the two on pseudo labels; they fill the run")]
    public string Shares { get; init; } = "720:720:720:480:480";

    [Option("classes that a sample is said not to be of, drawn at each visit; 110 for 100 classes", Minimum = 1)]
    public int Negatives { get; init; } = 1;

    [Option("a given label that has lately had at least this probability is trusted", Minimum = 0, Maximum = 1)]
    public double Trusted { get; init; } = 0.5;

    [Option("learning rate of the two fresh networks over that of the first, before its two drops", Minimum = 0, Above = true)]
    public double PseudoRate { get; init; } = 5;
}

/// <summary>
/// Learns first what samples are not (NL), then only from labels above chance (SelNL), then positively from labels that are
/// trusted (SelPL). A fresh network learns from the trusted samples alone, and another from that one's predictions for all.
/// A label is judged by h, the mean probability that it had in the last ten epochs.
/// </summary>
/// <remarks>Kept per sample: ten probabilities of the given label and one soft label, 4 (10 + K) bytes.</remarks>
[Method("negative learning, then positive learning of trusted labels, then fresh networks on pseudo labels",
    "Kim, Yim, Yun and Kim, NLNL: Negative Learning for Noisy Labels, ICCV 2019",
    Deviations =
    [
        "the authors' 720, 720, 720, 480 and 480 epochs are shares of the run's own, at least one each",
        "rates are relative to the run's: constant in the first three phases (0.02 in the paper), pseudoRate times as much in the last two; use schedule=constant, since a schedule multiplies them",
        "h is the mean over the epochs that there have been while these are fewer than ten, where the authors' buffer still holds zeros",
        "a batch of which nothing is kept does not teach, where the authors' code divides by 0; no trusted sample at all is an error",
        "class weights of the last phase count the likeliest classes of its soft labels",
        "all phases are one run with one optimiser; the authors restart their program between them",
    ])]
public sealed class Nlnl : IPlan, ILosses, IObserve, ILabelScores
{
    private const int Remembered = 10;
    private readonly NlnlOptions _options;
    private readonly IReadOnlyList<double> _shares;
    private readonly PerSample _history, _soft;
    private readonly SharedState _classWeights, _trusted;

    public Nlnl(NlnlOptions options, Needs needs)
    {
        _options = options;
        _shares = NlnlPhase.Parse(options.Shares);
        if (needs.Epochs < _shares.Count)
            throw new CompositionException($"nlnl has five phases, and this run has {needs.Epochs} epochs; say --set epochs=5 or more, thousands in the paper");
        _history = needs.Memory("nlnl-history", Remembered);
        _soft = needs.Memory("nlnl-soft", needs.Classes);
        _classWeights = needs.Shared("nlnl-class-weights", needs.Classes);
        _trusted = needs.Shared("nlnl-trusted", needs.Samples);
    }

    public EpochPlan Plan(Run run, Clock clock)
    {
        var phase = Phase(clock);
        var enters = phase.Within == 0;
        if (enters) Enter(run, phase.Stage, clock);
        return new EpochPlan(
            SettingNames.FromEnum(phase.Stage.ToString()).Replace("-", ""), [new Pass(run.Networks)], phase.RateScale(_options.PseudoRate), Fresh: enters && phase.IsPseudo);
    }

    public Tensor Losses(Branch branch)
    {
        var (logits, labels, weights) = (branch.View(0), branch.Batch.Labels, _classWeights.Value);
        return Phase(branch.Clock).Stage switch
        {
            NlnlStage.Nl => NegativeLearning.Negative(logits, labels, Refused(branch), weights),
            NlnlStage.SelNl => NegativeLearning.Negative(logits, labels, Refused(branch), weights, Judged(branch) >= 1.0 / branch.Run.Classes, branch.Whole),
            NlnlStage.SelPl => NegativeLearning.Positive(logits, labels, weights, Judged(branch) >= _options.Trusted, branch.Whole),
            NlnlStage.Pseudo1 => NegativeLearning.Positive(logits, labels, weights, _trusted.Value.IndexSelect(branch.Batch.Index) > 0, branch.Whole),
            _ => NegativeLearning.Soft(logits, _soft[branch], weights),
        };
    }

    public void Observe(Branch branch)
    {
        var phase = Phase(branch.Clock);
        var probabilities = branch.Probabilities.Detach().To(ScalarType.Float32);
        if (!phase.IsPseudo)
        {
            // The slot of the epoch that lies ten back.
            var rows = _history[branch];
            rows.Transpose().Rows(branch.Clock.Epoch % Remembered, 1).CopyFrom(probabilities.Pick(branch.Batch.Labels).Unsqueeze(0));
            _history[branch] = rows;
        }
        else if (phase.Stage == NlnlStage.Pseudo1)
        {
            var last = Math.Min(Remembered, phase.Length);
            if (phase.Within >= phase.Length - last) _soft[branch] = _soft[branch].AddInPlace(probabilities, 1.0 / last);
        }
    }

    public LabelScores LabelScores(Run run)
    {
        var epochs = Enumerable.Range(0, run.Recipe.Epochs).Count(epoch => !NlnlPhase.At(_shares, epoch, run.Recipe.Epochs).IsPseudo);
        return new("nlnl: 1 - lately the probability of the given label", 1 - Mean(_history.Mean(), epochs), _soft.Mean().ArgMax(1));
    }

    /// <summary>Fixes what a phase trains by until it ends. A checkpoint keeps it, so this happens once.</summary>
    private void Enter(Run run, NlnlStage stage, Clock clock)
    {
        using var scope = Scope.Open();
        var labels = run.GivenLabels;
        if (stage == NlnlStage.Pseudo1)
        {
            var trusted = Mean(run.OfAllSamples(_history.Mean()), clock.Epoch) >= _options.Trusted;
            _trusted.Value.CopyFrom(trusted);
            labels = labels.IndexSelect(trusted.Positions());
            if (labels.Count == 0)
            {
                throw new RunException(
                    $"nlnl: before epoch {clock.Epoch + 1} no given label has a probability of {_options.Trusted} or more, so the next network has nothing to learn from; " +
                    "train for more epochs, raise optimiser.learningRate or lower method.nlnl.trusted");
            }
        }
        else if (stage == NlnlStage.Pseudo2) labels = run.OfAllSamples(_soft.Mean()).ArgMax(1);
        _classWeights.Value.CopyFrom(NegativeLearning.ClassWeights(labels, run.Classes));
    }

    private NlnlPhase Phase(Clock clock) => NlnlPhase.At(_shares, clock.Epoch, clock.Epochs);

    /// <summary>h of the batch: <c>[B]</c>.</summary>
    private Tensor Judged(Branch branch) => Mean(_history[branch], branch.Clock.Epoch);

    private static Tensor Mean(Tensor history, int epochs) => history.Sum(1) / Math.Clamp(epochs, 1, Remembered);

    private Tensor Refused(Branch branch)
    {
        return NegativeLearning.Complementary(branch.Batch.Labels, NegativeLearning.Offsets(branch, _options.Negatives, "nlnl"), branch.Run.Classes);
    }
}
