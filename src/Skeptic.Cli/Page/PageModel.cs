using Skeptic.Training;

namespace Skeptic.Cli.Page;

/// <summary>What a page shows of one or more finished runs on the same data.</summary>
public sealed record PageModel
{
    public required string Title { get; init; }

    /// <summary>What all runs share, a few words each: the data set, the noise, the network.</summary>
    public required IReadOnlyList<PageFact> Facts { get; init; }

    /// <summary>Sentences on what the numbers say, above everything else.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    public required IReadOnlyList<PageRun> Runs { get; init; }

    public SuspectList? Suspects { get; init; }

    public required Provenance Made { get; init; }
}

/// <summary>A fact in a few words.</summary>
public sealed record PageFact(string Name, string Value);

/// <summary>One run of the page.</summary>
public sealed record PageRun
{
    /// <summary>What tables and curves call it, unique on the page: <c>gce</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name in full, beside it: <c>generalised cross-entropy</c>.</summary>
    public string Summary { get; init; } = "";

    public required SeriesColour Colour { get; init; }

    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    public required RunResult Result { get; init; }
}

/// <summary>The most suspicious labels, most suspicious first.</summary>
public sealed record SuspectList
{
    /// <summary>The run whose score ranks them.</summary>
    public required string FoundBy { get; init; }

    public required IReadOnlyList<Suspect> Items { get; init; }

    /// <summary>More hit rates, in words: <c>93 of the first 100 are wrong</c>.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How many of the labels shown are wrong; null where the truth is not known.</summary>
    public int? Hits => Items.All(item => item.IsWrong is not null) ? Items.Count(item => item.IsWrong == true) : null;
}

/// <summary>A label that the run doubts, with class names in place of numbers.</summary>
/// <param name="True">Null where the truth is not known.</param>
/// <param name="Picture">Null where the sample is no picture.</param>
public sealed record Suspect(SampleRow Row, string Given, string Suggested, string? True, Thumbnail? Picture)
{
    /// <summary>Whether the given label differs from the true one; null where that is not known.</summary>
    public bool? IsWrong => Row.TrueLabel is { } truth ? truth != Row.GivenLabel : null;
}

/// <summary>How the page came to be, so that a reader can make it again.</summary>
public sealed record Provenance
{
    public required string Command { get; init; }

    public required DateTimeOffset Date { get; init; }

    public required IReadOnlyList<PageFact> Facts { get; init; }

    /// <summary>The whole recipe of each run, as JSON.</summary>
    public IReadOnlyList<PageFact> Recipes { get; init; } = [];
}
