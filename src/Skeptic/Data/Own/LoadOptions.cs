namespace Skeptic.Data;

/// <summary>What reading data of one's own may use, and whom it tells.</summary>
public sealed record LoadOptions
{
    private const long Mebibyte = 1 << 20;

    /// <summary>The folder for what is worth keeping; null keeps nothing.</summary>
    public string? Cache { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    public IProgress<LoadProgress>? Progress { get; init; }

    public CancellationToken Cancel { get; init; }

    /// <summary>Whether data without a split are tested on as a whole, rather than by a share that is held out.</summary>
    internal bool TestsOnAll { get; init; }

    /// <summary>Decoded pictures of more bytes stay in a file that is mapped into memory.</summary>
    internal long MostInMemory { get; init; } = 256 * Mebibyte;

    /// <summary>From so many pictures on, or so many bytes of their files, what was decoded is kept.</summary>
    internal (int Pictures, long Bytes) PaysFrom { get; init; } = (2000, 16 * Mebibyte);
}

/// <summary>How far reading has come.</summary>
/// <param name="Phase">What is done, such as <c>pictures decoded</c>.</param>
public sealed record LoadProgress(string Phase, int Done, int Total);

/// <summary>A sample that cannot be used.</summary>
public sealed record BadSample(string Id, string Reason);
