using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Reports;

/// <summary>One run of a report.</summary>
/// <param name="Name">Its folder below that of the report.</param>
/// <param name="Record">Null where it failed before it wrote anything.</param>
/// <param name="Failure">What its last attempt ended with; null unless it failed.</param>
internal sealed record RunPlace(string Name, RunRecord? Record, CellState State, CellFailure? Failure)
{
    private const int Deepest = 4;

    /// <summary>A setting by its path, such as <c>method.use</c>; empty where the run has none of that name.</summary>
    public string Setting(string path)
    {
        System.Text.Json.Nodes.JsonNode? node = Record?.Recipe;
        foreach (var part in path.Split('.')) node = (node as System.Text.Json.Nodes.JsonObject)?[part];
        return node?.ToString() ?? "";
    }

    public static RunPlace Read(string name, string directory)
    {
        var state = new CellStore(directory).State(directory);
        var failure = state == CellState.Failed ? CellStore.ReadFailure(directory) : null;
        return new RunPlace(name, RunRecord.IsRun(directory) ? RunRecord.Read(directory) : null, state, failure);
    }

    /// <summary>All runs in or below a folder, by their names.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<RunPlace> ReadAll(string folder)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"there is no folder {folder}; name a run directory, or the folder of runs that skeptic sweep --out filled");
        var found = Below(folder, 0).Select(directory => Read(directory == folder ? Path.GetFileName(Path.GetFullPath(folder)) : Path.GetRelativePath(folder, directory), directory)).ToList();
        return found.Count > 0 ? found
            : throw new UsageException($"{folder} holds no run, that is no folder with a run.json; name a run directory, or the folder of runs that skeptic sweep --out filled");
    }

    private static IEnumerable<string> Below(string folder, int depth)
    {
        if (RunRecord.IsRun(folder) || CellStore.ReadFailure(folder) is not null) return [folder];
        return depth == Deepest ? [] : Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(inner => Below(inner, depth + 1));
    }
}
