using Skeptic.Cli.Page;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Page;

/// <summary>Pages of made-up runs.</summary>
internal static class SomePage
{
    public const string Hostile = "<img src=x onerror=alert(1)>\"'&</script><script>alert(2)</script>\u0001";

    public static PageModel Of(int runs = 3, int epochs = 6, int suspects = 20, string name = "run", string className = "seven", bool truthKnown = true) => new()
    {
        Title = $"{name} title",
        Facts = [new("data", name)],
        Findings = [$"{name} finding one.", "Finding two."],
        Runs = [.. Enumerable.Range(0, runs).Select(i => Run($"{name}-{i}", i, epochs, truthKnown))],
        Suspects = new()
        {
            FoundBy = $"{name}-1",
            Items = [.. Enumerable.Range(0, suspects).Select(i => Suspect(i, className, truthKnown))],
            Notes = ["A note."],
        },
        Made = new()
        {
            Command = $"skeptic demo --out '{name}'",
            Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            Facts = [new("libtorch", "1.13.1")],
            Recipes = [new(name, "{ \"seed\": 1 }")],
        },
    };

    public static PageRun Run(string name, int index, int epochs, bool truthKnown = true) => new()
    {
        Name = name,
        Summary = "a method",
        Colour = Palette.At(index),
        Epochs = [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, 0.5 + 0.4 * epoch / epochs - 0.05 * index, truthKnown))],
        Result = new RunResult
        {
            Best = new(0.91, epochs),
            Last = new(0.9 - 0.05 * index, epochs),
            AtBestValidation = new(0.88, 1),
            GivenAccuracy = 0.6,
            TrueAccuracy = truthKnown ? 0.9 : null,
            Memorised = truthKnown ? 0.1 * (index + 1) : null,
            LabelScores = truthKnown ? [new("loss", 0.9 + 0.01 * index, 0.8, 0.7, 0.95)] : [],
            RankedBy = "loss",
            Seconds = 12.5 + index,
            PeakMemory = 1 << 28,
        },
    };

    public static EpochRecord Epoch(int epoch, double test, bool truthKnown = true) => new()
    {
        Epoch = epoch,
        Phase = "train",
        LearningRate = 0.01,
        Training = new TrainingNumbers { Loss = 1, GivenAccuracy = 0.5, TrueAccuracy = truthKnown ? 0.8 : null, Memorised = truthKnown ? 0.1 : null },
        Validation = 0.55,
        Test = test,
        Seconds = 2,
        SamplesPerSecond = 4000,
    };

    /// <summary>Every fifth label is right after all.</summary>
    private static Suspect Suspect(int index, string className, bool truthKnown) => new(
        new SampleRow
        {
            Id = 100 + index, GivenLabel = 1, SuggestedLabel = 2, TrueLabel = truthKnown ? (index % 5 == 4 ? 1 : 2) : null,
            Suspicion = 1, SelfConfidence = 0, Margin = -1, Loss = 9,
        },
        className, "two", truthKnown ? "three" : null, Thumbnail.Of(new byte[28 * 28], 1, 28, 28));
}
