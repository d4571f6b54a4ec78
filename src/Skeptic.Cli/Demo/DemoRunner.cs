using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>Trains the runs of the demo; tests put runs that are made up in its place.</summary>
internal interface IDemoRunner
{
    Dataset Dataset(string name);

    /// <summary>Trains on the calling thread, from wherever the run stands.</summary>
    /// <returns>The epochs done, and the run unless it was stopped before its end.</returns>
    (IReadOnlyList<EpochRecord> Epochs, FinishedRun? Finished) Run(DemoPart part, IProgress<RunEvent> progress, CancellationToken cancel);
}

/// <summary>Trains with the engine on the processor, one thread a run, so that the bits do not depend on the machine's threads.</summary>
internal sealed class DemoRunner(Workplace workplace) : IDemoRunner
{
    public Dataset Dataset(string name) => workplace.Dataset(name);

    public (IReadOnlyList<EpochRecord> Epochs, FinishedRun? Finished) Run(DemoPart part, IProgress<RunEvent> progress, CancellationToken cancel)
    {
        using var directory = RunDirectory.Open(part.Directory, part.Recipe);
        var wasThere = directory.IsFinished;
        // The engine counts threads by the thread that calls it; a finished run is read without loading it.
        if (!wasThere) Engine.Threads = 1;
        var outcome = Trainer.Train(part.Recipe, workplace, directory, progress, cancel);
        if (outcome.Result is not { } result) return (outcome.Epochs, null);
        return (outcome.Epochs, new FinishedRun
        {
            Part = part,
            Result = result,
            Epochs = outcome.Epochs,
            Samples = directory.ReadSamples(),
            Document = directory.ReadRun() ?? throw new RunException($"{part.Directory} holds a result but no run.json; remove it to train afresh"),
            WasThere = wasThere,
        });
    }
}
