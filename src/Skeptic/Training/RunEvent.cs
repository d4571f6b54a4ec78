namespace Skeptic.Training;

/// <summary>What a run tells while it goes on.</summary>
public abstract record RunEvent;

/// <summary>The run is built; training starts or goes on.</summary>
/// <param name="ResumedAt">Epochs that were already done, and steps of the next one; null for a fresh start.</param>
public sealed record RunStarted(RunFacts Facts, (int Epochs, int Steps)? ResumedAt) : RunEvent;

/// <summary>Some steps of an epoch are done. Sent a few times a second at most.</summary>
/// <param name="Fraction">Of the whole run, in [0,1].</param>
public sealed record RunProgress(int Epoch, int Epochs, int Step, int Steps, double Fraction, double SamplesPerSecond) : RunEvent;

/// <summary>Something worth a line, said once.</summary>
public sealed record RunNote(string Text) : RunEvent;

/// <summary>An epoch is done, logged and checkpointed.</summary>
public sealed record EpochDone(EpochRecord Record) : RunEvent;

/// <summary>What is fixed before the first step.</summary>
public sealed record RunFacts
{
    /// <summary>Training samples after the split.</summary>
    public required int TrainingSamples { get; init; }

    public required int ValidationSamples { get; init; }

    public required int TestSamples { get; init; }

    public required int Classes { get; init; }

    /// <summary>Trainable parameters of one network.</summary>
    public required long Parameters { get; init; }

    public required int Networks { get; init; }

    /// <summary>Share of training labels that differ from the true ones; null where the truth is not known.</summary>
    public double? RealisedNoiseRate { get; init; }

    /// <summary>Training samples of every true class.</summary>
    public IReadOnlyList<int>? ClassCounts { get; init; }

    public required string Device { get; init; }

    /// <summary>How the run is computed; null where an older version trained it.</summary>
    public ExecutionFacts? Execution { get; init; }

    /// <summary>What the networks started with, where that is a file: which of it was used.</summary>
    public string? Weights { get; init; }

    /// <summary>Accuracy on the test set before the first step.</summary>
    public double? UntrainedTest { get; init; }
}
