using System.Text.Json.Nodes;
using Skeptic.Cli.Demo;
using Skeptic.Cli.Tests.Page;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Demo;

/// <summary>Runs of the demo that nobody trained.</summary>
internal static class MadeUpRuns
{
    public const int Samples = 200, TestSamples = 2000;

    public static DemoOptions Options(string directory = "out") => new() { Out = directory, Command = "skeptic demo", Epochs = "4", Threads = 2 };

    public static IReadOnlyList<DemoPart> Parts(string directory = "out") => DemoPlan.Parts(Options(directory));

    /// <param name="hits">How many of the most suspicious labels are wrong, before the first right one.</param>
    public static FinishedRun Of(
        DemoPart part, double last = 0.9, double? best = null, double memorised = 0.1, double validation = 0.55, int hits = 80, bool wasThere = false) => new()
        {
            Part = part,
            Epochs = [.. Enumerable.Range(1, part.Recipe.Epochs).Select(epoch => SomePage.Epoch(epoch, epoch == 2 ? best ?? last : last) with { Validation = validation })],
            Result = SomePage.Run(part.Method, 0, part.Recipe.Epochs).Result with { Last = new(last, part.Recipe.Epochs), Best = new(best ?? last, 2), Memorised = memorised },
            Samples = [.. Enumerable.Range(0, Samples).Select(i => new SampleRow
            {
                Id = i, GivenLabel = 1, SuggestedLabel = 0, TrueLabel = i < hits ? 0 : 1, Suspicion = Samples - i, SelfConfidence = 0, Margin = -1, Loss = 5,
            })],
            Document = JsonNode.Parse($$"""
                {
                  "facts": { "trainingSamples": {{Samples}}, "validationSamples": 20, "testSamples": {{TestSamples}}, "classes": 2, "parameters": 61706,
                             "networks": 1, "realisedNoiseRate": 0.4, "device": "cpu" },
                  "versions": { "skeptic": "0.1.0+abc", "dotnet": ".NET 10.0.1", "libtorch": "1.13.1" },
                  "machine": { "device": "cpu", "threads": 1, "processors": 2, "os": "Some Linux 12" },
                  "started": "2026-01-02T03:04:05Z"
                }
                """)!.AsObject(),
            WasThere = wasThere,
        };
}

/// <summary>Gives back runs made up beforehand; a method without one is stopped after its first epoch.</summary>
internal sealed class FakeRunner(Func<DemoPart, FinishedRun?> make) : IDemoRunner
{
    public Dataset Dataset(string name)
    {
        var data = new LabelledData(new ImageArray(new byte[MadeUpRuns.Samples * 4], MadeUpRuns.Samples, 1, 2, 2), new int[MadeUpRuns.Samples]);
        return new Dataset(name, data, data, ["zero", "one"], Normalisation.Identity(1), "made up");
    }

    public (IReadOnlyList<EpochRecord> Epochs, FinishedRun? Finished) Run(DemoPart part, IProgress<RunEvent> progress, CancellationToken cancel)
    {
        var finished = make(part);
        progress.Report(new EpochDone(SomePage.Epoch(1, 0.5)));
        return (finished?.Epochs ?? [SomePage.Epoch(1, 0.5)], finished);
    }
}

/// <summary>A clock that a test sets.</summary>
internal sealed class SetClock : TimeProvider
{
    public TimeSpan Elapsed { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero) + Elapsed;
}
