using Skeptic.Settings;

namespace Skeptic.Methods;

public sealed record DivideMixOptions
{
    [Option("epochs of plain training before labels are divided; the paper takes 10 for CIFAR-10, 30 for CIFAR-100, 1 for Clothing1M and WebVision", Minimum = 1)]
    public int WarmUp { get; init; } = 10;

    [Option("T, what makes guessed labels surer: probabilities are raised to 1/T", Minimum = 0, Above = true, Maximum = 1)]
    public double Temperature { get; init; } = 0.5;

    [Option("samples are mixed with shares from Beta(alpha, alpha), at least half their own; 0 does not mix", Minimum = 0)]
    public double Alpha { get; init; } = 4;

    [Option("a label is believed where it is right with more than this probability; the paper takes 0.6 for 90 % noise", Minimum = 0, Maximum = 1, Below = true)]
    public double Threshold { get; init; } = 0.5;

    [Option("of the unlabelled loss; the authors take 0 for 20 % and for asymmetric noise on CIFAR-10, 25 to 50 for more of it, up to 150 for 100 classes", Minimum = 0)]
    public double LambdaU { get; init; } = 25;

    [Option("epochs over which lambdaU rises from 0 once warming up is over", Minimum = 0)]
    public double RampEpochs { get; init; } = 16;

    [Option("how many epochs' losses divide the labels, the latest included; without a word 5 where the nominal noise rate is 0.9, else 1", Minimum = 1, Maximum = 100)]
    public int? Averaged { get; init; }

    [Option("while warming up, add the networks' negative entropy; without a word where the run's noise is not known to be symmetric")]
    public bool? WarmUpPenalty { get; init; }

    [Option("train on the mixed unlabelled rows too; false, as the authors do for Clothing1M and WebVision, only mixes them into the labelled ones")]
    public bool Unlabelled { get; init; } = true;
}
