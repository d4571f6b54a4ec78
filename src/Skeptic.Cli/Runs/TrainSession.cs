using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Torch.Distributed;
using Skeptic.Training;

namespace Skeptic.Cli.Runs;

/// <summary>One call of <c>skeptic train</c>, from the run directory to the exit code.</summary>
internal sealed class TrainSession(TrainRequest request, Terminal terminal)
{
    /// <summary>Of the engine while it trains.</summary>
    private int _threads = request.Threads ?? request.Processors;

    private Recipe Recipe => request.Recipe;

    public int Run()
    {
        if (!request.Tells) return RunBeside();
        var fresh = !Directory.Exists(request.Directory);
        if (fresh && request.Resume) throw new UsageException($"--resume: there is no run in {request.Directory}. Leave --resume out to start one.");
        // A run that is there is opened first, so that a finished one answers without data and engine; a new one last, so that
        // what fails before the first step leaves nothing behind.
        using var existing = fresh ? null : RunDirectory.Open(request.Directory, Recipe);
        if (existing?.ReadResult() is { } result) return Stored(existing, result);
        if (request.Resume && !existing!.HasCheckpoint)
            throw new UsageException($"--resume: the run in {request.Directory} has no checkpoint yet. Leave --resume out to start it.");

        var device = Device();
        using var group = Join(device);
        using var workplace = Prepare(device, group);
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

    /// <summary>A further process of a run: it trains its own samples, and the first one tells and writes.</summary>
    private int RunBeside()
    {
        var directory = RunDirectory.Beside(request.Directory);
        if (directory.IsFinished) return ExitCode.Ok;
        var device = Device();
        using var group = Join(device);
        using var workplace = Prepare(device, group);
        return Train(workplace, directory);
    }

    private int Stored(RunDirectory directory, RunResult result)
    {
        if (request.TensorBoard) TensorBoardFiles.Write(request.Directory);
        Write(result, directory.ReadEpochs());
        Note($"this run was finished before; to train afresh remove {request.Directory}, or give another --out or --seed");
        return ExitCode.Ok;
    }

    private Device Device()
    {
        var device = DeviceChoice.Of(request.Device, request.Place);
        Engine.Threads = _threads;
        Note($"device: {device.Device} ({device.Reason}), {Amounts.Of(_threads, "thread")}, libtorch {Engine.Describe()["libtorch"]}");
        return device.Device;
    }

    /// <summary>Brings the processes of a run together.</summary>
    private ProcessGroup? Join(Device device)
    {
        if (request.Place is not { } place) return null;
        var group = ProcessGroup.Join(place, device);
        Note($"processes: {place.Size}, over {group.Backend} at {place.Address}:{place.Port}; batch normalisation and dropout, where the network has them, are of each one's part of a batch");
        return group;
    }

    /// <summary>Reads the data.</summary>
    private Workplace Prepare(Device device, ProcessGroup? group)
    {
        var folders = DataFolders.Default(request.Data);
        var workplace = new Workplace(folders, device)
        {
            Execution = request.Execution,
            Group = group,
            Loading = new() { Cache = folders.Decoded, Threads = _threads, Progress = request.Quiet || !request.Tells ? null : new LoadNotes(terminal, TimeProvider.System) },
        };
        if (ExecutionArguments.Idle(request.Execution, device) is { } idle) Note(idle);
        var data = workplace.Dataset(Recipe);
        foreach (var remark in data.Own?.Remarks ?? []) Note($"data: {remark}");
        if (request.Threads is null && device.IsCpu && StepThreads.Of(Recipe, data, _threads, group?.Size ?? 1) is var worth && worth < _threads)
        {
            Note($"threads: {worth} of {_threads}, since a step of {Recipe.Model} with {Recipe.Batch} samples is too small for more; --threads decides otherwise");
            _threads = worth;
        }
        return workplace;
    }

    private int Train(Workplace workplace, RunDirectory directory)
    {
        IRunDisplay display = request.Quiet || !request.Tells ? new QuietDisplay(terminal)
            : terminal.IsLive ? new LiveDisplay(terminal, new RunPicture(Recipe, directory.HasCheckpoint ? directory.ReadEpochs() : [], TimeProvider.System))
            : new PlainDisplay(terminal, Recipe, TimeProvider.System);
        using var interruption = new Interruption(display.Tell);
        IProgress<RunEvent> news = request.TensorBoard && request.Tells ? new TensorBoardFiles.OfRun(request.Directory, display) : display;
        var training = Task.Factory.StartNew(
            () =>
            {
                // The engine counts threads by the thread that calls it.
                Engine.Threads = _threads;
                return Trainer.Train(Recipe, workplace, directory, news, interruption.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        display.Follow(training);
        RunOutcome outcome;
        try
        {
            outcome = training.GetAwaiter().GetResult();
        }
        catch (PeerLostException e)
        {
            return Lost(e, directory);
        }
        // Another process may have been the one that was asked.
        if (outcome.Status == RunStatus.Interrupted) return Interrupted(outcome, interruption.ExitCode == ExitCode.Ok ? ExitCode.Terminated : interruption.ExitCode);
        if (outcome.Result is { } result) Write(result, outcome.Epochs);
        return ExitCode.Ok;
    }

    private int Lost(PeerLostException lost, RunDirectory directory)
    {
        terminal.Error.WriteLine($"skeptic: {lost.Message}");
        // skeptic launch tells the rest, also where this process is the one that is lost.
        if (!request.Tells || Environment.GetEnvironmentVariable(ProcessPlace.ResumeVariable) is { Length: > 0 }) return ExitCode.PeerLost;
        terminal.Note(directory.HasCheckpoint ? $"the run stands at its last checkpoint, in {request.Directory}; to go on, in every process:" : "the run had come to no checkpoint; to start it again, in every process:");
        terminal.Note($"  {request.ResumeCommand}");
        return ExitCode.PeerLost;
    }

    private int Interrupted(RunOutcome outcome, int exitCode)
    {
        if (!request.Tells) return exitCode;
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
        if (!request.Quiet && request.Tells) terminal.Note(text);
    }
}
