using System.Formats.Tar;
using System.IO.Compression;

namespace Skeptic.Data;

/// <summary>Unpacks downloaded archives without trusting them.</summary>
public static class TarArchive
{
    /// <summary>More than twice the largest data set here: an archive that unpacks to more is not one of them.</summary>
    private const long MaximumLength = 1L << 30;

    /// <summary>
    /// Unpacks the one top folder of a tar.gz archive beside its final place, then renames it: the folder is there and complete, or not
    /// there. Only plain files and folders below that top folder are accepted; links, devices, absolute names and names with '..' are
    /// refused. A folder that is there already is replaced.
    /// </summary>
    /// <exception cref="DataException">
    /// The archive is damaged, holds something else, or cannot be stored. Nothing is left behind.
    /// </exception>
    public static async Task UnpackFolderAsync(string archive, string folder, string destination, CancellationToken cancellation = default)
    {
        var temporary = Path.Combine(destination, $".unpack-{Environment.ProcessId}-{folder}");
        try
        {
            Directory.CreateDirectory(temporary);
            await UnpackAsync(archive, folder, temporary, cancellation).ConfigureAwait(false);
            Replace(Path.Combine(destination, folder), Path.Combine(temporary, folder), Path.Combine(temporary, "replaced"));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{archive}' cannot be unpacked: {exception.Message}", exception);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task UnpackAsync(string archive, string folder, string temporary, CancellationToken cancellation)
    {
        using var raw = File.OpenRead(archive);
        using var unzipped = new GZipStream(raw, CompressionMode.Decompress);
        using var reader = new TarReader(unzipped);
        var total = 0L;
        var files = 0;
        while (await reader.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                continue;
            var path = SafePath(archive, entry, folder, temporary);
            total += entry.Length;
            if (total > MaximumLength)
                throw new DataException(
                    $"'{archive}' unpacks to more than {MaximumLength >> 20} MiB; it is not the data set it should be.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await entry.ExtractToFileAsync(path, overwrite: false, cancellation).ConfigureAwait(false);
            files++;
        }

        if (files == 0)
            throw new DataException($"'{archive}' holds no files; download it again.");
    }

    private static void Replace(string place, string fresh, string aside)
    {
        if (Directory.Exists(place))
            Directory.Move(place, aside);
        Directory.Move(fresh, place);
    }

    private static string SafePath(string archive, TarEntry entry, string folder, string temporary)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            throw new DataException($"'{archive}' holds '{entry.Name}', which is no plain file ({entry.EntryType}); it was not unpacked.");
        var path = Path.GetFullPath(Path.Combine(temporary, entry.Name));
        var top = Path.Combine(temporary, folder) + Path.DirectorySeparatorChar;
        if (!path.StartsWith(top, StringComparison.Ordinal) || entry.Name.Split('/', '\\').Contains(".."))
            throw new DataException($"'{archive}' holds '{entry.Name}', which lies outside its folder '{folder}'; it was not unpacked.");
        return path;
    }
}
