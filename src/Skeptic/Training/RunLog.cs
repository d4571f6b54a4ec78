using Skeptic.Data;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Training;

/// <summary><c>events.jsonl</c>: one JSON object a line, the truth of what happened. Lines are only appended, except that a
/// resumed run drops those after its checkpoint.</summary>
internal sealed class RunLog(string path) : IDisposable
{
    internal const int SchemaVersion = 1;
    private FileStream? _stream;

    internal void Append(string kind, JsonObject fields)
    {
        var line = new JsonObject { ["event"] = kind, ["schema"] = SchemaVersion };
        foreach (var (name, value) in fields) line[name] = value?.DeepClone();
        _stream ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _stream.Write(System.Text.Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Drops epochs beyond <paramref name="epochs"/>, which the checkpoint does not have, and a last line cut short.</summary>
    internal void TruncateTo(int epochs)
    {
        if (!File.Exists(path)) return;
        var kept = Lines(path).Where(line => (string?)line["event"] != "epoch" || (int)line["epoch"]! <= epochs).Select(line => line.ToJsonString() + "\n").ToList();
        AtomicFile.WriteAllText(path, string.Concat(kept));
    }

    internal static IEnumerable<JsonObject> Lines(string path)
    {
        if (!File.Exists(path)) yield break;
        foreach (var line in File.ReadLines(path))
        {
            JsonObject? parsed = null;
            try
            {
                parsed = JsonNode.Parse(line)?.AsObject();
            }
            catch (JsonException)
            {
                // The process was killed in the middle of its last line.
            }
            if (parsed is not null) yield return parsed;
        }
    }

    public void Dispose() => _stream?.Dispose();
}
