using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Skeptic.Data;

/// <summary>The bytes of an array, read by place from several threads at once: a file's, or those of a member of an archive.</summary>
/// <remarks>
/// A file is read by position into the caller's buffer and not mapped: pages of a mapping count as the process's memory, and a file that
/// shrinks under a mapping kills the process, where here it is an error that names it.
/// </remarks>
internal abstract class NpyBytes : IDisposable
{
    public abstract long Length { get; }

    public abstract void Read(long offset, Span<byte> into);

    public abstract Stream Open();

    public abstract void Dispose();

    public static NpyBytes OfFile(string file) => new InFile(File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.Read), file);

    /// <param name="name">A member's name without <c>.npy</c>; null where the archive has one member alone.</param>
    public static NpyBytes OfMember(string file, string? name)
    {
        using var archive = ZipFile.OpenRead(file);
        var arrays = archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)).ToList();
        var names = string.Join(", ", arrays.Select(entry => entry.FullName[..^4]));
        var chosen = name is null && arrays.Count == 1 ? arrays[0] : arrays.FirstOrDefault(entry => entry.FullName == $"{name}.npy");
        if (chosen is null)
            throw new DataException(arrays.Count == 0
                ? $"The archive '{file}' holds no array; make it with numpy.savez(...)."
                : name is null
                    ? $"The archive '{file}' holds several arrays ({names}); name one as '{file}:{arrays[0].FullName[..^4]}'."
                    : $"The archive '{file}' has no array '{name}'; it holds {names}.");
        if (chosen.Length > Array.MaxLength)
            throw new DataException($"The array '{chosen.FullName}' in '{file}' has {chosen.Length} bytes, too many for an archive; save it alone with numpy.save(...).");
        var bytes = new byte[chosen.Length];
        using var stream = chosen.Open();
        stream.ReadExactly(bytes);
        return new InMemory(bytes);
    }

    private sealed class InFile(SafeFileHandle handle, string file) : NpyBytes
    {
        public override long Length { get; } = RandomAccess.GetLength(handle);

        public override void Read(long offset, Span<byte> into)
        {
            while (into.Length > 0)
            {
                var read = RandomAccess.Read(handle, into, offset);
                if (read == 0) throw new DataException($"The array '{file}' became shorter while it was read; keep it as it is until the command ends.");
                offset += read;
                into = into[read..];
            }
        }

        public override Stream Open() => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);

        public override void Dispose() => handle.Dispose();
    }

    private sealed class InMemory(byte[] bytes) : NpyBytes
    {
        public override long Length => bytes.Length;

        public override void Read(long offset, Span<byte> into) => bytes.AsSpan((int)offset, into.Length).CopyTo(into);

        public override Stream Open() => new MemoryStream(bytes, writable: false);

        public override void Dispose()
        {
        }
    }
}
