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
        var fresh = !Directory.Exists(request.Directory);
        if (fresh && request.Resume) throw new UsageException($"--resume: there is no run in {request.Directory}. Leave --resume out to start one.");
        // A run that is there is opened first, so that a finished one answers without data and engine; a new one last, so that
        // what fails before the first step leaves nothing behind.
        using var existing = fresh ? null : RunDirectory.Open(request.Directory, Recipe);
        if (existing?.ReadResult() is { } result) return Stored(existing, result);
        if (request.Resume && !existing!.HasCheckpoint)
            throw new UsageException($"--resume: the run in {request.Directory} has no checkpoint yet. Leave --resume out to start it.");

        using var workplace = Prepare();
        using var created = fresh ? RunDirectory.Open(request.Directory, Recipe) : null;
        var directory = existing ?? created!;
        Note($"run: {request.Directory}");
        try
        {
            return Train(workplace, directory);
        }
        catch when (fresh && directory.ReadRun() is null)
        {
            Directory.Delete(request.Directory, recursive: true);
            throw;
        }
    }

    private int Stored(RunDirectory directory, RunResult result)
    {
        if (request.TensorBoard) TensorBoardFiles.Write(request.Directory);
        Write(result, directory.ReadEpochs());
        Note($"this run was finished before; to train afresh remove {request.Directory}, or give another --out or --seed");
        return ExitCode.Ok;
    }

    /// <summary>Chooses the device and reads the data.</summary>
    private Workplace Prepare()
    {
        var device = DeviceChoice.Of(request.Device);
        Engine.Threads = request.Threads;
        Note($"device: {device.Device} ({device.Reason}), {request.Threads} {(request.Threads == 1 ? "thread" : "threads")}, libtorch {Engine.Describe()["libtorch"]}");
        var folders = DataFolders.Default(request.Data);
        var workplace = new Workplace(folders, device.Device)
        {
            Execution = request.Execution,
            Loading = new() { Cache = folders.Decoded, Threads = request.Threads, Progress = request.Quiet ? null : new LoadNotes(terminal, TimeProvider.System) },
        };
        if (ExecutionArguments.Idle(request.Execution, device.Device) is { } idle) Note(idle);
        foreach (var remark in workplace.Dataset(Recipe).Own?.Remarks ?? []) Note($"data: {remark}");
        return workplace;
    }

    private int Train(Workplace workplace, RunDirectory directory)
    {
        IRunDisplay display = request.Quiet ? new QuietDisplay(terminal)
            : terminal.IsLive ? new LiveDisplay(terminal, new RunPicture(Recipe, directory.HasCheckpoint ? directory.ReadEpochs() : [], TimeProvider.System))
            : new PlainDisplay(terminal, Recipe, TimeProvider.System);
        using var interruption = new Interruption(display.Tell);
        IProgress<RunEvent> news = request.TensorBoard ? new TensorBoardFiles.OfRun(request.Directory, display) : display;
        var training = Task.Factory.StartNew(
            () =>
            {
                // The engine counts threads by the thread that calls it.
                Engine.Threads = request.Threads;
                return Trainer.Train(Recipe, workplace, directory, news, interruption.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        display.Follow(training);
        var outcome = training.GetAwaiter().GetResult();
        if (outcome.Result is not { } result) return Interrupted(outcome, interruption.ExitCode);
        Write(result, outcome.Epochs);
        return ExitCode.Ok;
    }

    private int Interrupted(RunOutcome outcome, int exitCode)
    {
        if (request.Json) terminal.Output.WriteJson(ResultJson.Interrupted(Recipe, outcome.Epochs, request.Directory, request.ResumeCommand));
        terminal.Note($"interrupted after {outcome.Epochs.Count} of {Recipe.Epochs} epochs and saved; to go on:");
        terminal.Note($"  {request.ResumeCommand}");
        return exitCode;
    }

    private void Write(RunResult result, IReadOnlyList<EpochRecord> epochs)
    {
        if (request.Json) terminal.Output.WriteJson(ResultJson.Finished(Recipe, result, epochs, request.Directory));
        else ResultReport.Write(terminal.Output, Recipe, result, request.Directory);
    }

    private void Note(string text)
    {
        if (!request.Quiet) terminal.Note(text);
    }
}
