namespace Skeptic.Training;

/// <summary>How a call of <see cref="Trainer.Train"/> ended.</summary>
public enum RunStatus
{
    Finished,

    /// <summary>Stopped on request; the checkpoint holds everything, and the same call goes on from it.</summary>
    Interrupted,
}

/// <summary>How a run ended and, if it finished, with what.</summary>
public sealed record RunOutcome(RunStatus Status, RunResult? Result, IReadOnlyList<EpochRecord> Epochs);

/// <summary>An accuracy and the epoch (1-based) that it was measured after.</summary>
public sealed record EpochScore(double Accuracy, int Epoch);

/// <summary>What a finished run came to. Accuracies are shares in [0,1] on the clean test set unless said otherwise.</summary>
public sealed record RunResult
{
    /// <summary>The best epoch by the test set itself: an oracle's choice, never a claim of ours.</summary>
    public required EpochScore Best { get; init; }

    /// <summary>Of the weights that training ended with: the last epoch's or, with early stopping, the best by validation.</summary>
    public required EpochScore Last { get; init; }

    /// <summary>At the first epoch with the highest accuracy on the validation split; null without a split.</summary>
    public EpochScore? AtBestValidation { get; init; }

    /// <summary>By the trained network in evaluation mode: share of training samples whose given label it repeats.</summary>
    public required double GivenAccuracy { get; init; }

    public double? TrueAccuracy { get; init; }

    /// <summary>Of the wrong training labels, the share that the trained network repeats.</summary>
    public double? Memorised { get; init; }

    /// <summary>How well each score finds the wrong labels; empty where the truth is not known.</summary>
    public required IReadOnlyList<ScoreQuality> LabelScores { get; init; }

    /// <summary>The score by which samples.csv is sorted.</summary>
    public required string RankedBy { get; init; }

    /// <summary>Wall-clock seconds of training and evaluation, over all sessions of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Largest resident set of the process so far, in bytes; with several runs in a process, of all of them.</summary>
    public required long PeakMemory { get; init; }
}

/// <summary>How well a per-sample score finds wrong labels when the truth is known.</summary>
/// <param name="Auroc">Probability that a wrong label scores above a right one.</param>
/// <param name="AveragePrecision">Area under precision against recall.</param>
/// <param name="PrecisionAtErrors">Share of wrong labels among the R most suspicious, R being the number of wrong labels.</param>
/// <param name="PrecisionAt100">Share of wrong labels among the 100 most suspicious, or among all where there are fewer.</param>
public sealed record ScoreQuality(string Score, double Auroc, double AveragePrecision, double PrecisionAtErrors, double PrecisionAt100);

/// <summary>A training sample's row in <c>samples.csv</c>.</summary>
public sealed record SampleRow
{
    /// <summary>Position in the data set's training part, before any split.</summary>
    public required int Id { get; init; }

    /// <summary>What the sample is called in data of one's own; null where samples have no names.</summary>
    public string? Path { get; init; }

    public required int GivenLabel { get; init; }

    /// <summary>The method's suggestion or, where it has none, the network's class.</summary>
    public required int SuggestedLabel { get; init; }

    /// <summary>Null where the truth is not known.</summary>
    public int? TrueLabel { get; init; }

    /// <summary>The score that the table is sorted by; larger is more suspicious.</summary>
    public required double Suspicion { get; init; }

    /// <summary>The network's probability of the given label.</summary>
    public required double SelfConfidence { get; init; }

    /// <summary>Probability of the given label minus the largest other, in [-1,1].</summary>
    public required double Margin { get; init; }

    /// <summary>Cross-entropy of the given label under the network.</summary>
    public required double Loss { get; init; }
}
