namespace Skeptic.Cli.Reviewing;

/// <summary>A number that each sample has, and how it is called.</summary>
/// <param name="Values">[N].</param>
internal sealed record ReviewSignal(string Name, float[] Values);

/// <summary>How many labels are wrong by the audit's estimate.</summary>
internal sealed record ErrorEstimate(double Count, double? Low, double? High);

/// <summary>What there is to review, as columns: place i of each is about the same sample, which is row i.</summary>
internal sealed class ReviewBook
{
    private readonly Lazy<Dictionary<string, int>> _rows;
    private readonly Lazy<Dictionary<string, int>> _classes;

    public ReviewBook()
    {
        _rows = new(() => Numbers(Ids!));
        _classes = new(() => Numbers(ClassNames!));
    }

    /// <summary>The folder that holds it, and decisions about it.</summary>
    public required string Folder { get; init; }

    /// <summary>What the page is called.</summary>
    public required string Title { get; init; }

    /// <summary>SHA-256 of the data; null where nothing tells it.</summary>
    public string? Digest { get; init; }

    public required string[] ClassNames { get; init; }

    public required string[] Ids { get; init; }

    /// <summary>Where samples are files or have names.</summary>
    public string[]? Paths { get; init; }

    public required int[] Given { get; init; }

    public required int[] Suggested { get; init; }

    /// <summary>Lower is more suspicious.</summary>
    public required float[] Score { get; init; }

    /// <summary>1 where the audit calls the label an issue.</summary>
    public required byte[] IsIssue { get; init; }

    public IReadOnlyList<ReviewSignal> Signals { get; init; } = [];

    /// <summary>Texts that each sample has, such as its split.</summary>
    public IReadOnlyList<(string Name, string[] Values)> Texts { get; init; } = [];

    public ErrorEstimate? Errors { get; init; }

    /// <summary>Nearest samples of a row, the nearest first; empty where they are not known.</summary>
    public Func<int, int[]> Neighbours { get; init; } = _ => [];

    public int Count => Ids.Length;

    public int Classes => ClassNames.Length;

    /// <summary>The row of each id.</summary>
    public IReadOnlyDictionary<string, int> Rows => _rows.Value;

    public IReadOnlyDictionary<string, int> ClassNumbers => _classes.Value;

    private static Dictionary<string, int> Numbers(string[] names)
    {
        var numbers = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            if (!numbers.TryAdd(names[i], i)) throw new UsageException($"'{names[i]}' stands there twice, among the ids or the classes; each needs a name of its own");
        return numbers;
    }
}
