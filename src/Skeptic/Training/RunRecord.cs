using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Training;

/// <summary>A run directory as it stands, read without taking it: finished, stopped, or just being trained.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Document">The content of <c>run.json</c>.</param>
/// <param name="Result">Null before the run is finished.</param>
/// <param name="Ended">When the result was there; null before.</param>
public sealed record RunRecord(string Path, JsonObject Document, IReadOnlyList<EpochRecord> Epochs, RunResult? Result, DateTimeOffset? Ended)
{
    /// <summary>What was trained, every default written out.</summary>
    public JsonObject Recipe => Document["recipe"] as JsonObject ?? [];

    public static bool IsRun(string path) => File.Exists(System.IO.Path.Combine(path, "run.json"));

    /// <exception cref="RunException">A file of the directory is damaged.</exception>
    public static RunRecord Read(string path)
    {
        var file = "";
        string In(string name) => file = System.IO.Path.Combine(path, name);
        try
        {
            var document = JsonNode.Parse(File.ReadAllText(In("run.json"))) as JsonObject ?? throw new JsonException("it holds no object");
            var lines = RunLog.Lines(In("events.jsonl")).ToList();
            var result = File.Exists(In("result.json")) ? RunJson.Result(File.ReadAllText(file)) : null;
            var ended = lines.LastOrDefault(line => (string?)line["event"] == "end")?["time"] is { } time ? DateTimeOffset.Parse(time.ToString(), CultureInfo.InvariantCulture) : (DateTimeOffset?)null;
            return new RunRecord(path, document, [.. lines.Where(line => (string?)line["event"] == "epoch").Select(RunJson.Epoch)], result, result is null ? null : ended);
        }
        catch (JsonException e)
        {
            throw new RunException($"{file} cannot be read: {e.Message}; it was damaged after it was written, so remove its folder and run it again", e);
        }
    }

    /// <summary>Every training sample, the most suspicious label first; empty before the run is finished.</summary>
    public IReadOnlyList<SampleRow> ReadSamples()
    {
        var file = System.IO.Path.Combine(Path, "samples.csv");
        return File.Exists(file) ? SampleTable.Read(file) : [];
    }
}
