using Skeptic.Data;
using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps.Slurm;

/// <summary>An array job as a folder: <c>job.sh</c>, and a list of cells for each task, whose output comes to lie beside it.</summary>
internal sealed record SlurmJob
{
    /// <summary>As <c>squeue</c> shows it.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute, on a file system that the nodes see too.</summary>
    public required string Folder { get; init; }

    /// <summary>By task.</summary>
    public required IReadOnlyList<IReadOnlyList<Cell>> Packs { get; init; }

    public required SlurmOptions Options { get; init; }

    /// <summary>Processor threads of a task.</summary>
    public required int Processors { get; init; }

    /// <summary>Where a task starts, so that relative paths in recipes mean what they mean here.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>What a task needs to know of the surroundings, where the cluster hands none on.</summary>
    public required IReadOnlyList<(string Name, string Value)> Environment { get; init; }

    /// <summary>The program, absolute, as it is started.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Options of the sweep that a task is.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public string Script => Path.Combine(Folder, "job.sh");

    public void Write()
    {
        Directory.CreateDirectory(Folder);
        foreach (var (task, pack) in Packs.Index()) CellList.Write(Path.Combine(Folder, $"task-{task}.json"), pack);
        AtomicFile.WriteAllText(Script, SlurmScript.Of(this));
    }

    /// <summary>Takes the folder away again, and those above it that hold nothing else, up to and with <paramref name="root"/>.</summary>
    public void Remove(string root)
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        for (var folder = Path.GetDirectoryName(Folder)!; Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
        {
            Directory.Delete(folder);
            if (folder == root) return;
        }
    }
}
