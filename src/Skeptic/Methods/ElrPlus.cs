using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Methods;

public sealed record ElrPlusOptions
{
    [Option("how much of a target survives a visit; insensitive", Minimum = 0, Maximum = 1, Below = true)]
    public double Beta { get; init; } = 0.7;

    [Option("strength of the regulariser; must be tuned, and does not carry over between numbers of classes", Minimum = 0)]
    public double Lambda { get; init; } = 3;

    [Option("steps over which the strength rises to lambda; 0 takes all of it at once", Minimum = 0)]
    public int LambdaSteps { get; init; }

    [Option("samples are mixed with shares from Beta(alpha, alpha), at least half their own; 0 does not mix", Minimum = 0)]
    public double Alpha { get; init; } = 1;

    [Option("how much of a network's moving average survives a step in the end", Minimum = 0, Maximum = 1, Below = true)]
    public double AverageRate { get; init; } = 0.997;

    [Option("steps over which this share rises to averageRate; 0: it is 1 - 1/(t + 1) at step t until averageRate is reached", Minimum = 0)]
    public int AverageSteps { get; init; } = 40_000;

    [Option("multiply labels by targets and normalise again; without a word, where there are 100 classes")]
    public bool? Reweight { get; init; }
}

/// <summary>
/// Early-learning regularisation of two networks, trained one after the other on mixed samples. A network's targets are averages of
/// what the moving average of its peer's weights says of the unmixed samples.
/// </summary>
/// <remarks>Kept per sample and network: a target, 4 K bytes. Two further networks hold the averages.</remarks>
[Method("ELR+: two networks on mixed samples, each regularised by targets from its peer's averaged weights",
    "Liu, Niles-Weed, Razavian and Fernandez-Granda, Early-Learning Regularization Prevents Memorization of Noisy Labels, NeurIPS 2020",
    Deviations =
    [
        "as coded: averages start from weights of their own and see batches in training mode, their batch statistics are not averaged, and the students are what is evaluated",
        "as coded: targets are updated without clamping before they are used, and only the first network's steps count for what rises over steps",
        "as coded: with 100 classes labels are multiplied by targets, which the paper does not say; a row of which nothing is left teaches nothing",
        "both networks see the same labels and the same training set; the authors' code draws noise and split for each anew, so that targets know more than the noise rate says",
    ])]
public sealed class ElrPlus(ElrPlusOptions options, Needs needs) : IPlan, IExamples, ITargets, IPenalty, IObserve, ILabelScores
{
    private const double Floor = 1e-4, Nothing = 1e-30;
    private readonly PerSample _target = Ask(needs).Memory("target", needs.Classes);
    private readonly WeightAverages _averages = needs.Averages();
    private readonly bool _reweight = options.Reweight ?? needs.Classes == 100;

    public bool Mixes => true;

    /// <summary>Mixes the rows of a step; a test may say how.</summary>
    internal Func<Branch, Mixture> Mix { get; set; } = branch => Mixture.Draw(branch, options.Alpha, ownMost: true);

    public EpochPlan Plan(Run run, Clock clock) => new("train", [.. run.Networks.Select(network => new Pass([network]))]);

    public Examples Examples(Branch branch)
    {
        var batch = branch.Batch;
        var teacher = _averages.Of(branch.Run.Networks[1 - branch.Network.Id]).Forward(batch.Inputs).Softmax();
        var targets = _target.Drawn(branch);
        _target.SetDrawn(branch, targets.MultiplyInPlace(options.Beta).AddInPlace(teacher.To(targets.Type), 1 - options.Beta));
        var mix = Mix(branch);
        return new Examples(mix.Of(batch.Inputs), mix.Of(batch.Labels.OneHot(branch.Run.Classes)));
    }

    public Tensor Targets(Branch branch, Tensor targets)
    {
        if (!_reweight) return targets;
        var shares = targets * Mixed(branch);
        return shares / shares.Sum(1, keep: true).Clamp(Nothing);
    }

    public Tensor Penalty(Branch branch)
    {
        var p = branch.Probabilities.Clamp(Floor, 1 - Floor);
        return options.Lambda * RampUp(Step(branch), options.LambdaSteps) * (1 - (Mixed(branch) * p).Sum(1)).Log().Mean();
    }

    public void Observe(Branch branch) => _averages.Update(branch.Network, Keep(Step(branch)));

    public LabelScores LabelScores(Run run)
    {
        var target = _target.Mean();
        return new("elr-plus: 1 - target of the given label", 1 - target.Pick(run.GivenLabels) / target.Sum(1).Clamp(1e-12), target.ArgMax(1));
    }

    /// <summary>exp(-5 (1 - t/length)^2), 1 from <paramref name="length"/> on.</summary>
    internal static double RampUp(long t, int length) => t >= length ? 1 : Math.Exp(-5 * Math.Pow(1 - t / (double)length, 2));

    /// <summary>How much of an average survives step <paramref name="t"/>, counted from 1.</summary>
    internal double Keep(long t) => options.AverageSteps > 0
        ? options.AverageRate * RampUp(t + 1, options.AverageSteps)
        : Math.Min(1 - 1 / (t + 1.0), options.AverageRate);

    /// <summary>Counted from 1, alike for both networks.</summary>
    private static long Step(Branch branch) => (long)branch.Clock.Epoch * branch.Run.StepsPerEpoch + branch.Batch.Step + 1;

    private static Needs Ask(Needs needs)
    {
        needs.Pair();
        return needs;
    }

    /// <summary>The targets, mixed as the samples are: <c>[B,K]</c>.</summary>
    private Tensor Mixed(Branch branch)
    {
        using var off = Grad.Off();
        return Mix(branch).Of(_target.Drawn(branch));
    }
}
