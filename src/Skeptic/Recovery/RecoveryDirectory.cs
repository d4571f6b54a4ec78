using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Recovery;

/// <summary>
/// Where a recovery lives: <c>recovery.json</c> says of what, <c>METHOD.safetensors</c> holds each method's state. Held by one process at a time.
/// </summary>
public sealed class RecoveryDirectory : IDisposable
{
    private readonly FileStream _lock;

    private RecoveryDirectory(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <exception cref="RunException">It holds another recovery, is in use, or cannot be written.</exception>
    public static RecoveryDirectory Open(string path, RecoveryTask task)
    {
        FileStream held;
        try
        {
            Directory.CreateDirectory(path);
            held = new FileStream(System.IO.Path.Combine(path, "recovery.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Directory.Exists(path))
        {
            throw new RunException($"{path} is in use by another process; wait for it, or choose another directory", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be written ({e.Message}); choose another directory", e);
        }
        var directory = new RecoveryDirectory(path, held);
        try
        {
            directory.Claim(task);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
        return directory;
    }

    /// <summary>A file of the directory.</summary>
    public string FileIn(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _lock.Dispose();

    internal string StateOf(RecoveryMethod method) => FileIn($"{method.ToString().ToLowerInvariant()}.safetensors");

    private void Claim(RecoveryTask task)
    {
        var (file, wanted) = (FileIn("recovery.json"), task.Identity());
        if (!File.Exists(file))
        {
            AtomicFile.WriteAllText(file, wanted.ToJsonString(new() { WriteIndented = true }) + "\n");
            return;
        }
        JsonObject there;
        try
        {
            there = JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException e)
        {
            throw new RunException($"{file} cannot be read: {e.Message}; choose another directory", e);
        }
        if (there.ToJsonString() == wanted.ToJsonString()) return;
        var what = wanted.Where(pair => pair.Key != "options" && Text(pair.Value) != Text(there[pair.Key])).Select(pair => $"another {pair.Key}")
            .Concat(wanted["options"]!.AsObject().Where(pair => Text(pair.Value) != Text(there["options"]?[pair.Key]))
                .Select(pair => $"{pair.Key} {Text(there["options"]?[pair.Key])} instead of {Text(pair.Value)}")).Take(3);
        throw new RunException($"{Path} holds another recovery ({string.Join("; ", what)}); choose another directory");
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "none";
}
