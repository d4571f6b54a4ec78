using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>Everything that a run writes down, in the order that makes a kill at any moment harmless.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly Run _run;
    private readonly RunDirectory? _directory;
    private readonly bool _writes;
    private readonly RunLog? _log;
    private readonly List<EpochRecord> _epochs = [];

    internal RunJournal(Run run, RunDirectory? directory)
    {
        (_run, _directory) = (run, directory);
        _writes = run.Group is not { Writes: false };
        _log = directory is null || !_writes ? null : new RunLog(directory.EventsPath);
    }

    internal IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The first of the epochs with the highest accuracy on the held-out part; null without such a part.</summary>
    internal EpochRecord? BestByValidation => _run.Validation is null ? null : _epochs.MaxBy(epoch => epoch.Validation);

    /// <summary>Puts the run back to its checkpoint, and the log with it; null for a fresh start.</summary>
    internal Checkpoint? Resume()
    {
        if (_directory is null) return null;
        // The log is cut before the other processes read it.
        if (!_writes) _run.Group!.Meet();
        CheckLabels(_directory);
        var checkpoint = Checkpoint.Load(_directory.CheckpointPath, _run);
        _log?.TruncateTo(checkpoint?.Epochs ?? 0);
        if (checkpoint is not null) _epochs.AddRange(_directory.ReadEpochs());
        if (_run.Group is not { } group) return checkpoint;
        if (_writes) group.Meet();
        var sum = group.Sum(checkpoint?.Epochs + 1 ?? 0) + 1e6 * group.Sum(checkpoint?.Step ?? 0);
        if (group.Any(sum != group.Size * ((checkpoint?.Epochs + 1 ?? 0) + 1e6 * (checkpoint?.Step ?? 0))))
            throw new RunException($"the processes do not see the same checkpoint in {_directory.Path}; the run directory must lie on a file system that all of their machines share");
        return checkpoint;
    }

    internal void Start(Checkpoint at, bool fresh)
    {
        if (_directory is null || !_writes) return;
        if (fresh)
        {
            _run.Labels.Noise.Save(_directory.NoisePath);
            if (_run.Dataset.Own is { } own) _directory.WriteSkipped(own.Skipped);
            _directory.WriteRun(Describe(at));
        }
        _log!.Append(fresh ? "start" : "resume", new JsonObject
        {
            ["time"] = Now(), ["epochs"] = at.Epochs, ["step"] = at.Step, ["facts"] = RunJson.Node(_run.Facts(at.UntrainedTest)),
        });
    }

    internal void EpochDone(EpochRecord record, Checkpoint next)
    {
        _epochs.Add(record);
        if (_directory is null) return;
        // The line first: a checkpoint without its line would lose it, a line without its checkpoint is dropped on resume.
        _log?.Append("epoch", RunJson.Node(record));
        next.Save(_directory.CheckpointPath, _run);
    }

    internal void Stop(Checkpoint at)
    {
        if (_directory is null) return;
        at.Save(_directory.CheckpointPath, _run);
        _log?.Append("stop", new JsonObject { ["time"] = Now(), ["epochs"] = at.Epochs, ["pass"] = at.Pass, ["step"] = at.Step });
    }

    /// <summary>Something that the run has to say, in the log.</summary>
    internal void Note(string text) => _log?.Append("note", new JsonObject { ["time"] = Now(), ["text"] = text });

    /// <returns>Null in a process that does not write.</returns>
    internal RunResult? Finish(Checkpoint at)
    {
        _run.Assemble();
        if (!_writes) return null;
        var (rows, quality, rankedBy) = Scoring.Score(_run);
        using var scope = Scope.Open();
        var classes = _run.Logits.ArgMax(1);
        double Share(Tensor which, double of) => which.Sum().ToDouble() / of;
        var fits = classes.EqualTo(_run.GivenLabels);
        var wrong = _run.GivenLabels.NotEqualTo(_run.TrueLabels);
        var wrongCount = wrong.Sum().ToDouble();
        var best = _epochs.MaxBy(epoch => epoch.Test)!;
        var atBestValidation = BestByValidation;
        var last = _run.Recipe.Patience > 0 ? atBestValidation! : _epochs[^1];
        var result = new RunResult
        {
            Best = new(best.Test, best.Epoch),
            Last = new(last.Test, last.Epoch),
            AtBestValidation = atBestValidation is null ? null : new(atBestValidation.Test, atBestValidation.Epoch),
            GivenAccuracy = Share(fits, classes.Count),
            TrueAccuracy = Share(classes.EqualTo(_run.TrueLabels), classes.Count),
            Memorised = wrongCount > 0 ? Share(fits.And(wrong), wrongCount) : null,
            LabelScores = quality,
            RankedBy = rankedBy,
            Seconds = at.Seconds,
            PeakMemory = Process.GetCurrentProcess().PeakWorkingSet64,
        };
        _log?.Append("end", new JsonObject { ["time"] = Now(), ["seconds"] = at.Seconds });
        _directory?.WriteModels(_run);
        _directory?.WriteResult(result, rows);
        return result;
    }

    public void Dispose() => _log?.Dispose();

    /// <summary>A recipe names a file of labels, not its content: a run goes on only with the labels that it began with.</summary>
    /// <exception cref="RunException">The labels are others now.</exception>
    private void CheckLabels(RunDirectory directory)
    {
        if ((string?)directory.ReadRun()?["noise"]?["sha256"] is { } began && began != _run.Labels.Noise.GivenSha256)
            throw new RunException($"the labels of noise '{_run.Recipe.Noise}' have changed since the run in {directory.Path} began; bring the old ones back or choose another directory");
    }

    private JsonObject Describe(Checkpoint at)
    {
        var noise = _run.Labels.Noise;
        var engine = Engine.Describe();
        return new JsonObject
        {
            ["schema"] = RunLog.SchemaVersion,
            ["recipe"] = _run.Recipe.ToJson(),
            ["id"] = _run.Recipe.Id,
            ["facts"] = RunJson.Node(_run.Facts(at.UntrainedTest)),
            ["noise"] = new JsonObject
            {
                ["convention"] = noise.Convention, ["nominalRate"] = noise.NominalRate, ["realisedRate"] = noise.RealisedRate,
                ["seed"] = noise.Seed, ["sha256"] = noise.GivenSha256, ["file"] = "noise/noise.json",
            },
            ["data"] = Data(_run.Dataset),
            ["versions"] = new JsonObject
            {
                ["skeptic"] = typeof(Run).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
                ["dotnet"] = RuntimeInformation.FrameworkDescription, ["libtorch"] = engine["libtorch"],
            },
            ["machine"] = new JsonObject
            {
                ["device"] = _run.Device.ToString(), ["threads"] = Engine.Threads, ["processors"] = Environment.ProcessorCount,
                ["os"] = RuntimeInformation.OSDescription, ["cpuCapability"] = engine.GetValueOrDefault("cpu capability"),
            },
            ["processes"] = Processes(),
            ["started"] = Now(),
        };
    }

    /// <summary>How many train together, by what, and what each does by itself; null where one trains alone.</summary>
    private JsonObject? Processes()
    {
        if (_run.Group is not { } group) return null;
        var node = new JsonObject { ["count"] = group.Size, ["backend"] = group.Backend };
        if (_run.NormalisesBatches) node["batchNormalisation"] = "statistics of each process's part of a batch; running statistics are averaged over processes at the end of an epoch";
        return node;
    }

    /// <summary>What was trained on, and all that a prediction needs to treat other samples the same way.</summary>
    internal static JsonObject Data(Dataset dataset)
    {
        var node = new JsonObject
        {
            ["name"] = dataset.Name, ["sha256"] = dataset.Fingerprint,
            ["shape"] = new JsonArray([.. dataset.Train.Inputs.SampleShape.Select(extent => JsonValue.Create(extent))]),
            ["classNames"] = new JsonArray([.. dataset.ClassNames.Select(name => JsonValue.Create(name))]),
            ["normalisation"] = new JsonObject
            {
                ["mean"] = new JsonArray([.. dataset.Normalisation.Mean.Select(value => JsonValue.Create(value))]),
                ["std"] = new JsonArray([.. dataset.Normalisation.Std.Select(value => JsonValue.Create(value))]),
            },
        };
        if (dataset.Own is not { } own) return node;
        node["content"] = own.Sha256;
        node["preparation"] = own.Preparation.DeepClone();
        if (own.Remarks.Count > 0) node["remarks"] = new JsonArray([.. own.Remarks.Select(remark => JsonValue.Create(remark))]);
        if (own.Skipped.Count > 0) node["skipped"] = own.Skipped.Count;
        return node;
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ");
}
