using System.IO.Compression;

namespace Skeptic.Data;

/// <summary>
/// Reads a .pt file that holds a dictionary of arrays: the zip archive that <c>torch.save</c> writes since version 1.6. Its pickle is
/// interpreted by <see cref="PickleReader"/>, which knows only what such a file needs and runs nothing.
/// </summary>
public static class TorchFile
{
    /// <returns>Arrays by name: NumPy's, tensors, and lists of integers as int64.</returns>
    /// <exception cref="DataException">Not such a file, damaged, cut short, or one that holds anything else.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var pickles = archive.Entries.Where(entry => entry.Name == "data.pkl").ToArray();
            if (pickles.Length != 1)
                throw new DataException($"'{file}' is no file of torch.save: the archive has {pickles.Length} entries called data.pkl instead of one.");
            var root = pickles[0].FullName[..^"data.pkl".Length];
            var top = new PickleReader(Content(pickles[0], file, stream.Length), file, Storage).Read();
            return top is Dictionary<object, object?> entries
                ? entries.ToDictionary(entry => Name(entry.Key, file), entry => Array(entry.Value, $"'{entry.Key}' in '{file}'"))
                : throw new DataException($"'{file}' holds no dictionary; save a dictionary of arrays.");

            byte[] Storage(string key) => archive.GetEntry($"{root}data/{key}") is { } entry
                ? Content(entry, file, stream.Length)
                : throw new DataException($"'{file}' lacks the data of tensor storage '{key}'; copy or make it again.");
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"'{file}' is no zip archive as torch.save writes it, or is cut short: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>An entry's bytes. torch.save compresses nothing, so an entry longer than its file is a trap or damage.</summary>
    private static byte[] Content(ZipArchiveEntry entry, string file, long fileLength)
    {
        if (entry.Length != entry.CompressedLength || entry.Length > fileLength)
            throw new DataException($"Entry '{entry.FullName}' of '{file}' announces {entry.Length} bytes in {entry.CompressedLength}; torch.save "
                + "stores entries as they are, so the file is damaged or of another origin.");
        var bytes = new byte[entry.Length];
        using (var content = entry.Open())
            content.ReadExactly(bytes);
        return Crc32.Of(bytes) == entry.Crc32
            ? bytes
            : throw new DataException($"Entry '{entry.FullName}' of '{file}' is damaged: its checksum differs. Copy or download it again.");
    }

    private static string Name(object key, string file)
        => key as string ?? throw new DataException($"'{file}' holds a dictionary with the key {key}, which is no text; save names.");

    private static NpyArray Array(object? value, string where) => value switch
    {
        PickledArray array => array.Value ?? throw new DataException($"Array {where} has no content; make the file again."),
        List<object?> list when list.All(item => item is long) => new([list.Count], list.ConvertAll(item => (long)item!).ToArray()),
        _ => throw new DataException($"Entry {where} is neither an array nor a list of integers; save arrays only."),
    };
}
