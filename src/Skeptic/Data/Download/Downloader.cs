namespace Skeptic.Data;

/// <summary>
/// Downloads data sets into the cache. A file arrives under the name <c>NAME.part</c>, which a later call continues; only when it is
/// complete and its checksum right does it get its name.
/// </summary>
public sealed class Downloader(HttpClient client, DownloadOptions? options = null)
{
    private readonly DownloadOptions _options = options ?? new();

    /// <summary>Downloads what is missing of a data set, and unpacks it.</summary>
    /// <param name="cache">See <see cref="DataFolders.Cache"/>; the data set gets a folder in it.</param>
    /// <returns>The folder that now holds the data set.</returns>
    /// <exception cref="DataException">
    /// No address gave the right content, or it could not be stored. What did arrive stays for a later try.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; what did arrive stays for a later try.</exception>
    public async Task<string> DownloadAsync(
        DownloadSource source, string cache, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var folder = Path.Combine(cache, source.Folder);
        foreach (var file in source.Files)
        {
            if (file.Contents.Count == 0)
                await FetchAsync(file, folder, progress, cancellation).ConfigureAwait(false);
            else if (!HasContents(folder, file))
                await FetchAndUnpackAsync(file, source.Folder, cache, progress, cancellation).ConfigureAwait(false);
        }

        return folder;
    }

    /// <summary>Downloads one file into a folder, or does nothing when it is there with the right checksum.</summary>
    /// <returns>The path of the file.</returns>
    /// <inheritdoc cref="DownloadAsync"/>
    public async Task<string> FetchAsync(
        DownloadFile file, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var path = Path.Combine(folder, file.Name);
        if (File.Exists(path) && await Digest.OfFileAsync(path, file.Digest.Algorithm, cancellation).ConfigureAwait(false) == file.Digest)
            return path;

        CreateFolder(folder);
        var transfer = new Transfer(client, _options, file, path + ".part", progress);
        var failures = new List<string>();
        foreach (var url in file.Urls)
        {
            if (await transfer.TryAsync(url, failures, cancellation).ConfigureAwait(false))
            {
                File.Move(transfer.Part, path, overwrite: true);
                return path;
            }
        }

        throw new DataException($"'{file.Name}' could not be downloaded:\n  {string.Join("\n  ", failures)}\n"
            + $"Try again later (what has arrived is kept), or put the file into '{folder}' by hand.");
    }

    private async Task FetchAndUnpackAsync(
        DownloadFile file, string folder, string cache, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var archive = await FetchAsync(file, cache, progress, cancellation).ConfigureAwait(false);
        await TarArchive.UnpackFolderAsync(archive, folder, cache, cancellation).ConfigureAwait(false);
        if (!HasContents(Path.Combine(cache, folder), file))
            throw new DataException($"'{archive}' was unpacked, but does not hold "
                + $"{string.Join(", ", file.Contents.Select(packed => packed.Name))} in the expected lengths.");
        File.Delete(archive);
    }

    private static bool HasContents(string folder, DownloadFile archive)
        => archive.Contents.All(packed =>
        {
            var info = new FileInfo(Path.Combine(folder, packed.Name));
            return info.Exists && info.Length == packed.Length;
        });

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder '{folder}' cannot be made: {exception.Message}. Set XDG_CACHE_HOME to a place that can "
                + "be written.", exception);
        }
    }
}
