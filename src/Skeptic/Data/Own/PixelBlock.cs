using System.IO.MemoryMappedFiles;

namespace Skeptic.Data;

/// <summary>
/// Bytes of many pictures of one shape, one after the other: an array, or a part of a file that is mapped into memory for reading. What is mapped stays
/// so until the process ends, so that spans and tensors over it need no keeper.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The mapping is never taken away from those who look at it.")]
internal sealed unsafe class PixelBlock
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;

    /// <param name="array">Kept, not copied.</param>
    public PixelBlock(byte[] array, int count, PictureShape shape) => (Array, Count, Shape) = (array, count, shape);

    /// <summary>Maps a file from <paramref name="offset"/> on.</summary>
    public PixelBlock(string file, long offset, int count, PictureShape shape)
    {
        (Count, Shape) = (count, shape);
        _file = MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(offset, (long)count * shape.Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>All bytes, where they are an array; null where they are mapped.</summary>
    public byte[]? Array { get; }

    public int Count { get; }

    public PictureShape Shape { get; }

    /// <summary>Where the mapped bytes begin.</summary>
    public nint Address => (nint)_start;

    public ReadOnlySpan<byte> this[int row] => Array is null
        ? new ReadOnlySpan<byte>(_start + (long)row * Shape.Length, Shape.Length)
        : Array.AsSpan(row * Shape.Length, Shape.Length);
}
