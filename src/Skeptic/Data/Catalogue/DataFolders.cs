namespace Skeptic.Data;

/// <summary>
/// Where data sets are looked for. A folder the user names is the only one then: falling back to another copy would train on other data
/// than the user asked for. Without one: the folders in SKEPTIC_DATA, in their order, then the user's cache, which downloads fill.
/// </summary>
public sealed class DataFolders
{
    public const string EnvironmentVariable = "SKEPTIC_DATA";

    /// <summary>Names the folder that decoded pictures are kept in, below <c>decoded</c>.</summary>
    public const string CacheVariable = "SKEPTIC_CACHE";

    /// <param name="explicitPath">What the user gave with --data, or null.</param>
    /// <param name="environment">The value of SKEPTIC_DATA: folders separated by ':', or null.</param>
    /// <param name="cache">The folder that downloads go to.</param>
    public DataFolders(string? explicitPath, string? environment, string cache)
    {
        IsExplicit = !string.IsNullOrWhiteSpace(explicitPath);
        Cache = cache;
        Decoded = Path.Combine(cache, "decoded");
        Roots = IsExplicit
            ? [Path.GetFullPath(explicitPath!)]
            : [.. Separate(environment).Select(Path.GetFullPath), cache];
    }

    /// <summary>The folders of this process: SKEPTIC_DATA, and $XDG_CACHE_HOME/skeptic/data or ~/.cache/skeptic/data.</summary>
    public static DataFolders Default(string? explicitPath = null)
    {
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(caches))
            caches = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var cache = Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(caches, "skeptic");
        return new(explicitPath, Environment.GetEnvironmentVariable(EnvironmentVariable), Path.Combine(caches, "skeptic", "data")) { Decoded = Path.Combine(cache, "decoded") };
    }

    /// <summary>Looked through in this order.</summary>
    public IReadOnlyList<string> Roots { get; }

    public string Cache { get; }

    /// <summary>Where decoded pictures are kept.</summary>
    public string Decoded { get; init; }

    /// <summary>Whether the user named the folder.</summary>
    public bool IsExplicit { get; }

    /// <summary>Finds the files of a data set: in a sub-folder with one of its usual names, or in a root itself.</summary>
    /// <returns>The path of every file, in the order of <see cref="DataFiles.Files"/>.</returns>
    /// <exception cref="DataException">Not found; the message lists every place looked at.</exception>
    public FoundFiles Find(DataFiles wanted) => TryFind(wanted) ?? throw new DataException(NotFound(wanted));

    /// <summary>As <see cref="Find"/>, but null when the files are nowhere.</summary>
    public FoundFiles? TryFind(DataFiles wanted)
        => Roots.SelectMany(root => Candidates(root, wanted)).Select(wanted.In).FirstOrDefault(found => found is not null);

    private static string[] Separate(string? paths)
        => (paths ?? "").Split(Path.PathSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Candidates(string root, DataFiles wanted)
    {
        foreach (var name in wanted.FolderNames)
            yield return Path.Combine(root, name);

        // MNIST and Fashion-MNIST share their file names: a root named after one of them does not hold the other.
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(root));
        if (!wanted.NotIn.Contains(own, StringComparer.OrdinalIgnoreCase))
            yield return root;
    }

    private string NotFound(DataFiles wanted)
    {
        var places = string.Join("\n", Roots.SelectMany(root => Candidates(root, wanted)).Select(place => State(place, wanted)));
        var remedy = IsExplicit
            ? "Check the folder given with --data"
            : DownloadSources.All.Any(source => source.DataSet == wanted.DataSet)
                ? $"Run 'skeptic download {wanted.DataSet}', name the folder with --data, or set {EnvironmentVariable}"
                : $"Name the folder with --data, or set {EnvironmentVariable}";
        return $"The data set '{wanted.DataSet}' was not found. Looked in:\n{places}\n{remedy}. Needed: "
            + $"{string.Join(", ", wanted.Files.Select(names => names[0]))}.";
    }

    private static string State(string place, DataFiles wanted)
        => Directory.Exists(place) ? $"  {place} (without {string.Join(", ", wanted.MissingIn(place))})" : $"  {place} (no such folder)";
}
