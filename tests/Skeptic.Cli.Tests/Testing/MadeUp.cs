using Skeptic.Training;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>Runs that were never trained, for texts that must not depend on a machine.</summary>
internal static class MadeUp
{
    public static Recipe Recipe { get; } = new() { Dataset = "mnist", Noise = "symmetric:0.4", Method = "cdr", Epochs = 4 };

    public static RunFacts Facts { get; } = new()
    {
        TrainingSamples = 54_000, ValidationSamples = 6_000, TestSamples = 10_000, Classes = 10, Parameters = 61_706, Networks = 1,
        RealisedNoiseRate = 0.3987, Device = "cpu", UntrainedTest = 0.1,
    };

    public static RunResult Result { get; } = new()
    {
        Best = new(0.9731, 3), Last = new(0.9, 4), AtBestValidation = new(0.9702, 2), GivenAccuracy = 0.6125, TrueAccuracy = 1, Memorised = 0.0625,
        LabelScores = [new("loss", 0.987, 0.961, 0.9414, 0.99), new("aux: b", 0.5, 0.4, 0.25, 0.3)], RankedBy = "loss", Seconds = 151.25, PeakMemory = 410_000_000,
    };

    public static EpochRecord Epoch(int epoch, double test = 0.9) => new()
    {
        Epoch = epoch, Phase = "train", LearningRate = 0.01, Training = new() { Loss = 1.5, GivenAccuracy = 0.5, TrueAccuracy = 0.75, Memorised = 0.01 * epoch },
        Validation = 0.5 + 0.01 * epoch, Test = test, Seconds = 37.5, SamplesPerSecond = 1440,
    };
}
