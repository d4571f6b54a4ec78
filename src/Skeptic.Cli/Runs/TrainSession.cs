using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Cli.Runs;

/// <summary>One call of <c>skeptic train</c>, from the run directory to the exit code.</summary>
internal sealed class TrainSession(TrainRequest request, Terminal terminal)
{
    private Recipe Recipe => request.Recipe;

    public int Run()
    {
        if (StoredResult() is { } stored) return stored;
        var device = DeviceChoice.Of(request.Device);
        Engine.Threads = request.Threads;
        if (!request.Quiet)
            terminal.Note($"device: {device.Device} ({device.Reason}), {request.Threads} {(request.Threads == 1 ? "thread" : "threads")}, libtorch {Engine.Describe()["libtorch"]}");

        using var workplace = new Workplace(new DataFolders(request.Data), device.Device);
        // Read before the directory is made: a data set that is not there leaves nothing behind.
        workplace.Dataset(Recipe.Dataset);
        var directory = RunDirectory.Open(request.Directory, Recipe);
        if (!request.Quiet) terminal.Note($"run: {request.Directory}");
        return Train(workplace, directory);
    }

    /// <summary>The exit code where the run is finished already; null where there is something to train.</summary>
    private int? StoredResult()
    {
        if (!Directory.Exists(request.Directory))
            return request.Resume ? throw new UsageException($"--resume: there is no run in {request.Directory}; leave --resume out to start one") : null;
        var directory = RunDirectory.Open(request.Directory, Recipe);
        if (directory.ReadResult() is { } result)
        {
            Write(result, directory.ReadEpochs());
            if (!request.Quiet)
                terminal.Note($"this run was finished before; to train afresh remove {request.Directory}, or give another --out or --seed");
            return ExitCode.Ok;
        }
        if (request.Resume && !File.Exists(Path.Combine(request.Directory, "checkpoint.safetensors")))
            throw new UsageException($"--resume: the run in {request.Directory} has no checkpoint yet; leave --resume out to start it");
        return null;
    }

    private int Train(Workplace workplace, RunDirectory directory)
    {
        IRunDisplay display = request.Quiet ? new QuietDisplay(terminal)
            : terminal.IsLive ? new LiveDisplay(terminal, Recipe, TimeProvider.System)
            : new PlainDisplay(terminal, Recipe, TimeProvider.System);
        using var interruption = new Interruption(display.Tell);
        // The engine counts threads by the thread that calls it.
        var training = Task.Factory.StartNew(
            () =>
            {
                Engine.Threads = request.Threads;
                return Trainer.Train(Recipe, workplace, directory, display, interruption.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        display.Follow(training);
        var outcome = training.GetAwaiter().GetResult();
        if (outcome.Result is { } result)
        {
            Write(result, outcome.Epochs);
            return ExitCode.Ok;
        }
        if (request.Json) terminal.Output.WriteJson(ResultJson.Interrupted(Recipe, outcome.Epochs, request.Directory, request.ResumeCommand));
        terminal.Note($"interrupted after {outcome.Epochs.Count} of {Recipe.Epochs} epochs and saved; to go on:");
        terminal.Note($"  {request.ResumeCommand}");
        return interruption.ExitCode;
    }

    private void Write(RunResult result, IReadOnlyList<EpochRecord> epochs)
    {
        if (request.Json) terminal.Output.WriteJson(ResultJson.Finished(Recipe, result, epochs, request.Directory));
        else ResultReport.Write(terminal.Output, Recipe, result, request.Directory);
    }
}
