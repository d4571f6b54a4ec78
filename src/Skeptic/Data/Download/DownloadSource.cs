namespace Skeptic.Data;

/// <summary>One file to download.</summary>
/// <param name="Name">Its name below the data set's folder.</param>
/// <param name="Urls">The same content at several places, tried in this order.</param>
/// <param name="Digest">What it must hash to.</param>
public sealed record DownloadFile(string Name, IReadOnlyList<Uri> Urls, Digest Digest)
{
    /// <summary>Bytes, where known; for progress before the server says.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// For a tar.gz archive: the files it must bring, below its one top folder; it is unpacked and then removed. Empty for a plain file.
    /// </summary>
    public IReadOnlyList<PackedFile> Contents { get; init; } = [];
}

/// <summary>A file within an archive, and its length in bytes.</summary>
public sealed record PackedFile(string Name, long Length);

/// <summary>Where a data set can be had.</summary>
/// <param name="Folder">The folder below the cache that it fills. An archive must bring a top folder of this name.</param>
public sealed record DownloadSource(string DataSet, string Folder, IReadOnlyList<DownloadFile> Files);
