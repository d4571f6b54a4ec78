using System.IO.Compression;

namespace Skeptic.Data;

/// <summary>Reads NumPy's .npz files: arrays in a zip file, each under its name.</summary>
public static class Npz
{
    private const long MostBytes = 1L << 31;

    /// <summary>The names of the arrays, without .npy.</summary>
    /// <exception cref="DataException">No zip file.</exception>
    public static IReadOnlyList<string> Names(string file) => Use(file, zip => zip.Entries.Where(IsArray).Select(Name).ToArray());

    /// <exception cref="DataException">No zip file, no such array, or one that <see cref="Npy"/> does not read.</exception>
    public static NpyArray Read(string file, string name) => Use(file, zip =>
    {
        var entry = zip.Entries.FirstOrDefault(entry => IsArray(entry) && Name(entry) == name) ?? throw new DataException($"'{file}' holds no array '{name}'.");
        if (entry.Length >= MostBytes) throw new DataException($"The array '{name}' in '{file}' has {entry.Length} bytes; save one of that size as a .npy file.");
        using var content = new MemoryStream((int)entry.Length);
        using (var packed = entry.Open()) packed.CopyTo(content);
        content.Position = 0;
        return Npy.Read(content, $"{file}/{name}");
    });

    /// <summary>Writes arrays under their names, replacing the file at once or not at all; nothing is packed.</summary>
    internal static void Write(string file, IReadOnlyList<(string Name, NpyArray Array)> arrays) => AtomicFile.Write(file, stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays)
        {
            var entry = zip.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
            // A time of its own would make two files of the same arrays differ.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var content = entry.Open();
            Npy.Write(content, array);
        }
    });

    private static T Use<T>(string file, Func<ZipArchive, T> use)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            return use(zip);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read as a .npz file: {e.Message}", e);
        }
    }

    private static bool IsArray(ZipArchiveEntry entry) => entry.FullName.EndsWith(".npy", StringComparison.Ordinal);

    private static string Name(ZipArchiveEntry entry) => entry.FullName[..^4];
}
