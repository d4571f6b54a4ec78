using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Data;

namespace Skeptic.Cli.Doctor;

/// <summary>Where data sets are looked for, which are there, and how much room downloads have.</summary>
internal static class DataCheck
{
    public static IEnumerable<Finding> Look(string? explicitPath)
    {
        var folders = DataFolders.Default(explicitPath);
        yield return Places(folders);
        yield return Cache(folders.Cache);
        foreach (var set in DatasetCatalogue.All.Where(set => set.IsDrawn || set.Files is not null)) yield return Set(set, folders);
    }

    private static Finding Places(DataFolders folders)
    {
        var places = folders.Roots.Select(root => Directory.Exists(root) ? root : $"{root} (no such folder)");
        return new("data folders", State.Ok, string.Join(", ", places)) { Facts = new JsonObject { ["folders"] = new JsonArray([.. folders.Roots.Select(root => JsonValue.Create(root))]) } };
    }

    private static Finding Cache(string cache)
    {
        var existing = cache;
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing) ?? "/";
        var free = new DriveInfo(existing).AvailableFreeSpace;
        return new("cache", State.Ok, $"{Amounts.Bytes(free)} free in {cache}") { Facts = new JsonObject { ["folder"] = cache, ["freeBytes"] = free } };
    }

    private static Finding Set(DatasetEntry set, DataFolders folders)
    {
        if (set.Files is not { } files) return new(set.Name, State.Ok, "drawn by the program");
        if (folders.TryFind(files) is { } found) return new(set.Name, State.Ok, found.Folder) { Facts = new JsonObject { ["folder"] = found.Folder } };
        return new(set.Name, State.Absent, $"not in the data folders ({set.Shape})")
        {
            Remedy = (set.Source is null ? "" : $"skeptic download {set.Name}, or ") + $"set {DataFolders.EnvironmentVariable} to the folder that holds it",
        };
    }
}
