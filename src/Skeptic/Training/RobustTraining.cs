using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Skeptic.Data;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>Where a run is trained and kept, and whom it tells.</summary>
public sealed record RobustTrainingOptions
{
    /// <summary>The run directory; null for runs/NAME, where the same recipe finds its run again.</summary>
    public string? Directory { get; init; }

    /// <summary>The folder that holds the data sets; null for SKEPTIC_DATA and the usual places.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Null for the first CUDA device where there is one, else the processor.</summary>
    public Device? Device { get; init; }

    /// <summary>Of the processor; null for as many as a step is worth (<see cref="StepThreads"/>), and for all while data are read.</summary>
    public int? Threads { get; init; }

    /// <summary>Is told of the start, each epoch and the end.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Is told more, on the training thread: steps too, a few times a second.</summary>
    public IProgress<RunEvent>? Progress { get; init; }
}

/// <summary>A finished run.</summary>
/// <param name="Directory">Where it is kept, for <c>TrainedModel.Load</c>.</param>
/// <param name="Samples">Every training sample, the most suspicious label first.</param>
public sealed record TrainedRun(string Directory, RunResult Result, IReadOnlyList<EpochRecord> Epochs, IReadOnlyList<SampleRow> Samples);

/// <summary>Trains a recipe on a thread of its own; a run that was stopped goes on, a finished one is read back.</summary>
public static class RobustTraining
{
    /// <param name="cancel">Finishes the step and saves; the same call goes on later.</param>
    /// <exception cref="OperationCanceledException">It was cancelled and saved.</exception>
    /// <exception cref="Settings.SettingsException">A setting is wrong.</exception>
    /// <exception cref="DataException">The data are not found or not of the form they should be.</exception>
    public static Task<TrainedRun> TrainAsync(Recipe recipe, RobustTrainingOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        // As from a file: defaults of methods written out, data of one's own identified.
        var whole = Recipe.From(recipe.ToJson());
        return Task.Factory.StartNew(() => Train(whole, options, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static TrainedRun Train(Recipe recipe, RobustTrainingOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Engine.Threads = options.Threads ?? Environment.ProcessorCount;
        var folders = DataFolders.Default(options.DataFolder);
        using var workplace = new Workplace(folders, options.Device ?? (Engine.CudaDevices > 0 ? Device.Cuda() : Device.Cpu))
        {
            Loading = new() { Cache = folders.Decoded, Threads = Engine.Threads, Cancel = cancel },
        };
        var data = workplace.Dataset(recipe);
        if (options.Threads is null && workplace.Device.IsCpu) Engine.Threads = StepThreads.Of(recipe, data, Environment.ProcessorCount);
        foreach (var remark in data.Own?.Remarks ?? []) options.Logger.LogInformation("Data: {Remark}", remark);
        using var directory = RunDirectory.Open(options.Directory ?? Path.Combine("runs", recipe.Name), recipe);
        var outcome = Trainer.Train(recipe, workplace, directory, new Log(options.Logger, options.Progress), cancel);
        if (outcome.Result is not { } result)
        {
            options.Logger.LogInformation("Interrupted after {Epochs} epochs and saved in {Directory}", outcome.Epochs.Count, directory.Path);
            throw new OperationCanceledException($"the run was interrupted after {outcome.Epochs.Count} epochs and saved in {directory.Path}; the same call goes on with it", cancel);
        }

        options.Logger.LogInformation("Finished with accuracy {Accuracy:P2} in {Directory}", result.Last.Accuracy, directory.Path);
        return new(directory.Path, result, outcome.Epochs, directory.ReadSamples());
    }

    /// <summary>Tells the logger what is worth a line, and passes everything on.</summary>
    private sealed class Log(ILogger logger, IProgress<RunEvent>? progress) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunStarted { Facts: var facts }) logger.LogInformation("Training on {Samples} samples of {Classes} classes on {Device}", facts.TrainingSamples, facts.Classes, facts.Device);
            if (value is EpochDone { Record: var record }) logger.LogInformation("Epoch {Epoch}: loss {Loss:F4}, test accuracy {Accuracy:P2}", record.Epoch, record.Training.Loss, record.Test);
            progress?.Report(value);
        }
    }
}
