using Skeptic.Settings;

namespace Skeptic.Auditing;

/// <summary>Which labels are called issues; the names and meanings of cleanlab 2.</summary>
public enum IssueFilter
{
    /// <summary>Of each class, per other class, as many samples as the joint says, those with the largest margin of the other class.</summary>
    PruneByNoiseRate,

    /// <summary>Of each class as many samples as the joint says, those with the lowest probability of the given class.</summary>
    PruneByClass,

    /// <summary>What both of the above call issues.</summary>
    Both,

    /// <summary>The samples counted off the diagonal of the confident joint.</summary>
    ConfidentLearning,

    /// <summary>The most probable class is another one.</summary>
    PredictedNeqGiven,
}

/// <summary>How much a label is trusted, from 0 to 1; lower is worse.</summary>
public enum LabelScoreKind
{
    /// <summary>p of the given class.</summary>
    SelfConfidence,

    /// <summary>(p of the given class - the largest p of another class + 1) / 2.</summary>
    NormalizedMargin,

    /// <summary>
    /// log(1 + q) / max(q, 1e-6), q the entropy in units of log K over p of the given class, at least 1e-6. As in cleanlab, a sample
    /// predicted with certainty has the score 0.
    /// </summary>
    ConfidenceWeightedEntropy,
}

/// <summary>How labels are audited; the defaults are cleanlab's.</summary>
public sealed record AuditOptions
{
    [Option("which labels are called issues")]
    public IssueFilter FilterBy { get; init; } = IssueFilter.PruneByNoiseRate;

    [Option("the score that issues are ranked by")]
    public LabelScoreKind Score { get; init; } = LabelScoreKind.SelfConfidence;

    /// <summary>
    /// Scores are of p - threshold + the largest threshold, made to sum to 1, so that rare classes are not suspected for being rare. Not with
    /// <see cref="LabelScoreKind.ConfidenceWeightedEntropy"/>.
    /// </summary>
    [Option("take each class's threshold off its probabilities before scoring")]
    public bool AdjustProbabilities { get; init; }

    [Option("the share of the estimated errors that is called issues", Minimum = 0, Maximum = 1)]
    public double FractionOfNoise { get; init; } = 1;

    [Option("samples of a class that pruning leaves at least", Minimum = 0)]
    public int MinimumPerClass { get; init; } = 1;

    [Option("how far a row's sum may be from 1", Minimum = 0)]
    public double SumTolerance { get; init; } = 1e-3;

    [Option("divide every row by its sum instead of refusing sums other than 1")]
    public bool Normalise { get; init; }

    [Option("samples drawn by the bootstrap; 0 leaves the intervals out", Minimum = 0)]
    public int Resamples { get; init; } = 1000;

    [Option("probability that an interval covers the truth", Minimum = 0, Maximum = 1)]
    public double Confidence { get; init; } = 0.95;

    [Option("seed of the bootstrap")]
    public ulong Seed { get; init; } = 1;

    /// <summary>Processor threads; the result does not depend on them.</summary>
    [Option("processor threads", Minimum = 1)]
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether it is certain that no label was seen by what predicts it, so that agreement with nearly all labels is no reason to warn.</summary>
    public bool IsOutOfSample { get; init; }

    /// <summary>K names, in the order of the columns; null for numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <exception cref="SettingsException">A value out of range, or options that exclude each other.</exception>
    public void Check()
    {
        if (FractionOfNoise is not (>= 0 and <= 1)) throw new SettingsException($"the fraction of noise is {FractionOfNoise}; it must be 0 to 1");
        if (Confidence is not (> 0 and < 1)) throw new SettingsException($"the confidence is {Confidence}; it must be between 0 and 1, such as 0.95");
        if (MinimumPerClass < 0) throw new SettingsException($"the minimum per class is {MinimumPerClass}; it must be 0 or more");
        if (Resamples < 0) throw new SettingsException($"the number of resamples is {Resamples}; it must be 0 or more");
        if (!(SumTolerance >= 0)) throw new SettingsException($"the tolerance of sums is {SumTolerance}; it must be 0 or more");
        if (Threads < 1) throw new SettingsException($"the number of threads is {Threads}; it must be 1 or more");
        if (AdjustProbabilities && Score == LabelScoreKind.ConfidenceWeightedEntropy)
            throw new SettingsException("confidence-weighted entropy is not defined for adjusted probabilities; choose self-confidence or normalized-margin");
        if (FractionOfNoise != 1 && FilterBy is IssueFilter.ConfidentLearning or IssueFilter.PredictedNeqGiven)
            throw new SettingsException("a fraction of noise applies to the filters that prune; choose one of them or leave the fraction at 1");
    }
}

/// <summary>How far an audit is.</summary>
/// <param name="Done">Samples.</param>
public readonly record struct AuditProgress(string Stage, long Done, long Total);
