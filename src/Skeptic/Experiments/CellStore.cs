using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>How far a cell is.</summary>
public enum CellState
{
    /// <summary>Nothing of it is there.</summary>
    Missing,

    /// <summary>It was stopped or killed; what it had learnt by then is there.</summary>
    Begun,

    /// <summary>A worker that lives has it.</summary>
    Running,

    /// <summary>Its last attempt ended with an error.</summary>
    Failed,

    Finished,
}

/// <summary>What went wrong with a cell, as <c>failure.json</c> in its directory keeps it until it is tried again.</summary>
/// <param name="Message">One sentence for errors that a user can mend, else also where it happened.</param>
public sealed record CellFailure(string Message, DateTimeOffset Time);

/// <summary>The run directories of cells, below one root: which are done, being done, or failed.</summary>
public sealed class CellStore(string root)
{
    private const string Failure = "failure.json";

    public string Root { get; } = root;

    /// <summary>How often a claim shows that its owner lives; after five beats without, its cell is anybody's.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    public CellState State(Cell cell) => State(cell.Directory(Root));

    /// <summary>How far the run in a directory is, whichever recipe it has.</summary>
    public CellState State(string directory)
    {
        if (File.Exists(Path.Combine(directory, "result.json"))) return CellState.Finished;
        if (!Directory.Exists(directory)) return CellState.Missing;
        if (Claim.IsAlive(directory, Beat)) return CellState.Running;
        if (ReadFailure(directory) is not null) return CellState.Failed;
        return File.Exists(Path.Combine(directory, "checkpoint.safetensors")) ? CellState.Begun : CellState.Missing;
    }

    /// <summary>What a finished cell came to; null before.</summary>
    public RunResult? Result(Cell cell)
    {
        var file = Path.Combine(cell.Directory(Root), "result.json");
        return File.Exists(file) ? RunJson.Result(File.ReadAllText(file)) : null;
    }

    public IReadOnlyList<EpochRecord> Epochs(Cell cell) =>
        [.. RunLog.Lines(Path.Combine(cell.Directory(Root), "events.jsonl")).Where(line => (string?)line["event"] == "epoch").Select(RunJson.Epoch)];

    /// <summary>What a finished cell knows of every training sample, the most suspicious label first; empty before.</summary>
    public IReadOnlyList<SampleRow> Samples(Cell cell)
    {
        var file = Path.Combine(cell.Directory(Root), "samples.csv");
        return State(cell) == CellState.Finished && File.Exists(file) ? SampleTable.Read(file) : [];
    }

    public CellFailure? ReadFailure(Cell cell) => ReadFailure(cell.Directory(Root));

    /// <summary>What the last attempt in a directory ended with; null where it did not fail.</summary>
    public static CellFailure? ReadFailure(string directory)
    {
        var file = Path.Combine(directory, Failure);
        if (!File.Exists(file)) return null;
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        return new CellFailure(json["message"]!.ToString(), DateTimeOffset.Parse(json["time"]!.ToString(), CultureInfo.InvariantCulture));
    }

    internal Claim? TryClaim(Cell cell) => Claim.TryTake(cell.Directory(Root), Beat);

    internal void ForgetFailure(Cell cell) => File.Delete(Path.Combine(cell.Directory(Root), Failure));

    internal void WriteFailure(Cell cell, CellFailure failure) => AtomicFile.WriteAllText(
        Path.Combine(cell.Directory(Root), Failure), new JsonObject { ["message"] = failure.Message, ["time"] = failure.Time.ToString("O") }.ToJsonString() + "\n");
}
