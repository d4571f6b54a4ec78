namespace Skeptic.Data;

/// <summary>The files a data set consists of, and the folders they usually lie in.</summary>
public sealed record DataFiles
{
    public required string DataSet { get; init; }

    /// <summary>Usual folder names below a root, the first one being the one that downloads make.</summary>
    public required IReadOnlyList<string> FolderNames { get; init; }

    /// <summary>One entry a file; each lists the names it is found under, the one to name to the user first.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Files { get; init; }

    /// <summary>Names of folders that hold files of the same names but another data set.</summary>
    public IReadOnlyList<string> NotIn { get; init; } = [];

    /// <summary>The files, when all of them lie in the folder; null otherwise.</summary>
    public FoundFiles? In(string folder)
    {
        var paths = Files.Select(names => PathIn(folder, names)).ToArray();
        return paths.Any(path => path is null) ? null : new(folder, [.. paths.OfType<string>()]);
    }

    /// <summary>The files that the folder lacks, by the name that users know.</summary>
    public IEnumerable<string> MissingIn(string folder) => Files.Where(names => PathIn(folder, names) is null).Select(names => names[0]);

    private static string? PathIn(string folder, IReadOnlyList<string> names)
        => names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}

/// <summary>The files of a data set on this machine, in the order of <see cref="DataFiles.Files"/>.</summary>
public sealed record FoundFiles(string Folder, IReadOnlyList<string> Paths);
