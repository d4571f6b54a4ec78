using Skeptic.Data;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Training;

/// <summary>
/// A run on disk, readable by any shell or notebook: <c>run.json</c> (what was run, on what, with what), <c>events.jsonl</c>
/// (what happened), <c>checkpoint.safetensors</c>, <c>noise/</c> (the labels as an artefact) and, once finished,
/// <c>model.safetensors</c>, <c>samples.csv</c> and <c>result.json</c>. Held by one process at a time.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private readonly FileStream? _lock;

    private RunDirectory(string path, FileStream? @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    public bool IsFinished => File.Exists(FileIn("result.json"));

    /// <summary>Whether there is a checkpoint to go on from.</summary>
    public bool HasCheckpoint => File.Exists(CheckpointPath);

    internal string CheckpointPath => FileIn("checkpoint.safetensors");

    internal string EventsPath => FileIn("events.jsonl");

    internal string NoisePath => FileIn("noise");

    /// <summary>Creates the directory, or opens it again for the same recipe.</summary>
    /// <exception cref="RunException">It holds another recipe, is in use, or cannot be written.</exception>
    public static RunDirectory Open(string path, Recipe recipe)
    {
        FileStream held;
        try
        {
            Directory.CreateDirectory(path);
            held = new FileStream(System.IO.Path.Combine(path, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Directory.Exists(path))
        {
            throw new RunException($"{path} is in use by another process; wait for it, or choose another directory", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be written ({e.Message}); choose another directory", e);
        }
        var directory = new RunDirectory(path, held);
        try
        {
            directory.CheckRecipe(recipe);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
        return directory;
    }

    /// <summary>The directory of a run that another process holds and writes, for one that trains it together with that one and only reads.</summary>
    public static RunDirectory Beside(string path) => new(path, null);

    public RunResult? ReadResult() => IsFinished ? RunJson.Result(File.ReadAllText(FileIn("result.json"))) : null;

    /// <summary>The epochs done so far, in order.</summary>
    public IReadOnlyList<EpochRecord> ReadEpochs() => [.. RunLog.Lines(EventsPath).Where(line => (string?)line["event"] == "epoch").Select(RunJson.Epoch)];

    /// <summary>Every training sample, the most suspicious label first; empty before the run is finished.</summary>
    public IReadOnlyList<SampleRow> ReadSamples() => File.Exists(FileIn("samples.csv")) ? SampleTable.Read(FileIn("samples.csv")) : [];

    /// <summary>What was run: the content of <c>run.json</c>; null before the first run.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    public JsonObject? ReadRun()
    {
        var file = FileIn("run.json");
        if (!File.Exists(file)) return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException e)
        {
            throw new RunException($"{file} cannot be read: {e.Message}; it was damaged after it was written, so start the run in another directory", e);
        }
    }

    internal void WriteRun(JsonObject run) => AtomicFile.WriteAllText(FileIn("run.json"), run.ToJsonString(new() { WriteIndented = true }) + "\n");

    /// <summary><c>skipped.csv</c>: what could not be used of data of one's own, and why.</summary>
    internal void WriteSkipped(IReadOnlyList<BadSample> skipped)
    {
        if (skipped.Count > 0)
            AtomicFile.WriteAllText(FileIn("skipped.csv"), "path,reason\n" + string.Concat(skipped.Select(item => $"{CsvText.Cell(item.Id)},{CsvText.Cell(item.Reason)}\n")));
    }

    internal void WriteResult(RunResult result, IReadOnlyList<SampleRow> samples)
    {
        SampleTable.Write(FileIn("samples.csv"), samples);
        // Last of all: its presence says that the run is finished.
        AtomicFile.WriteAllText(FileIn("result.json"), RunJson.Text(result));
    }

    /// <summary>The trained networks under their layers' names: <c>model.safetensors</c>, of several also <c>model-2.safetensors</c>.</summary>
    internal void WriteModels(Run run)
    {
        foreach (var network in run.Networks)
        {
            Safetensors.Write(FileIn(network.Id == 0 ? "model.safetensors" : $"model-{network.Id + 1}.safetensors"), network.Model.StateDict(), new Dictionary<string, string>
            {
                ["format"] = "pt", ["model"] = run.Recipe.Model, ["classes"] = run.Classes.ToString(), ["recipe"] = run.Recipe.Id,
            });
        }
    }

    public void Dispose() => _lock?.Dispose();

    private string FileIn(string name) => System.IO.Path.Combine(Path, name);

    private void CheckRecipe(Recipe recipe)
    {
        if (ReadRun()?["recipe"] is not JsonObject stored) return;
        var (there, wanted) = (Recipe.WithoutPlace(stored), Recipe.WithoutPlace(recipe.ToJson()));
        if (there.ToJsonString() == wanted.ToJsonString()) return;
        var differences = Differences("", there, wanted).Take(3).ToList();
        throw new RunException($"{Path} holds a run of another recipe ({string.Join("; ", differences)}); choose another directory");
    }

    private static IEnumerable<string> Differences(string path, JsonObject there, JsonObject wanted)
    {
        foreach (var key in there.Select(pair => pair.Key).Union(wanted.Select(pair => pair.Key)))
        {
            var (a, b) = (there[key], wanted[key]);
            if (a is JsonObject x && b is JsonObject y)
                foreach (var inner in Differences($"{path}{key}.", x, y)) yield return inner;
            else if (a?.ToJsonString() != b?.ToJsonString())
                yield return $"{path}{key} is {a?.ToJsonString() ?? "not set"} there and {b?.ToJsonString() ?? "not set"} here";
        }
    }
}
