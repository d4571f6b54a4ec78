namespace Skeptic.Data;

/// <summary>Pictures that are files of their own.</summary>
internal static class PictureFiles
{
    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif" };

    public static bool IsPicture(string name) => s_extensions.Contains(Path.GetExtension(name));

    /// <summary>Hidden files, and what systems and notebooks leave behind.</summary>
    public static bool IsIgnored(string name) => name.StartsWith('.') || name is "__MACOSX";

    /// <summary>A sample with its file's size and time; a size of -1 where there is none.</summary>
    public static SourceSample At(SourceSample sample, string path)
    {
        var info = new FileInfo(path);
        // The size of what a link leads to, not of the link.
        if (info.LinkTarget is not null) info = Target(info) ?? info;
        return info.Exists
            ? sample with { File = path, Length = info.Length, Written = info.LastWriteTimeUtc.Ticks }
            : sample with { File = path, Length = -1 };
    }

    /// <exception cref="PictureException">Gone, empty, too large or not readable.</exception>
    public static byte[] Read(SourceSample sample)
    {
        // A pipe has no length, and is not opened: it would never answer.
        if (sample.Length < 0) throw new PictureException("it is not there");
        if (sample.Length == 0) throw new PictureException("it is empty");
        if (sample.Length > PictureShape.MostBytes) throw new PictureException($"it has {sample.Length} bytes, and at most {PictureShape.MostBytes} are read");
        try
        {
            using var handle = File.OpenHandle(sample.File);
            if (RandomAccess.GetLength(handle) != sample.Length) throw new PictureException("it changed while it was read");
            var bytes = new byte[sample.Length];
            for (var done = 0; done < bytes.Length;)
            {
                var count = RandomAccess.Read(handle, bytes.AsSpan(done), done);
                if (count == 0) throw new PictureException("it changed while it was read");
                done += count;
            }

            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PictureException("it is not there", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PictureException($"it cannot be read: {e.Message}", e);
        }
    }

    private static FileInfo? Target(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
