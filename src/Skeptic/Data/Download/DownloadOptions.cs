namespace Skeptic.Data;

/// <summary>How patiently a download is tried.</summary>
public sealed record DownloadOptions
{
    /// <summary>Tries for every address, the first one included.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second try; it doubles before every further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the server may send nothing before the connection counts as lost.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How far a download is.</summary>
/// <param name="Total">Bytes of the whole file; null while unknown.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);
