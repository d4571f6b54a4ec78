using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Skeptic.Cli.Reviewing;

/// <summary>
/// Thumbnails that were made, one after the other in a file: for each the row, its length and a PNG. Only ever a cache: one that is of other
/// data or damaged is begun anew, and without room for it the pictures are made again.
/// </summary>
internal sealed class ThumbnailFile : IDisposable
{
    public const string Name = "thumbnails.cache";
    private const int Heading = 64, Entry = 8, MostBytes = 1 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, (long Offset, int Length)> _places = [];
    private readonly SafeFileHandle _file;
    private long _length;
    private bool _isFull;

    private ThumbnailFile(SafeFileHandle file) => _file = file;

    public int Count
    {
        get { lock (_lock) return _places.Count; }
    }

    /// <param name="key">Of the data that they are pictures of.</param>
    /// <returns>Null where the folder takes no file.</returns>
    public static ThumbnailFile? TryOpen(string folder, string key)
    {
        try
        {
            var opened = new ThumbnailFile(File.OpenHandle(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
            opened.Read(Encoding.ASCII.GetBytes($"skeptic thumbnails 1 {key}".PadRight(Heading)[..Heading]));
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public byte[]? Find(int row)
    {
        (long Offset, int Length) place;
        lock (_lock)
            if (!_places.TryGetValue(row, out place)) return null;
        var png = new byte[place.Length];
        // A power failure may have left other bytes than were written.
        return RandomAccess.Read(_file, png, place.Offset) == png.Length && png is [0x89, (byte)'P', .., 0xae, 0x42, 0x60, 0x82] ? png : null;
    }

    public void Add(int row, byte[] png)
    {
        var entry = new byte[Entry + png.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry, row);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), png.Length);
        png.CopyTo(entry, Entry);
        lock (_lock)
        {
            if (_isFull || png.Length > MostBytes || _places.ContainsKey(row)) return;
            try
            {
                RandomAccess.Write(_file, entry, _length);
                _places[row] = (_length + Entry, png.Length);
                _length += entry.Length;
            }
            catch (IOException)
            {
                _isFull = true;
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private void Read(byte[] heading)
    {
        var found = new byte[Heading];
        var end = RandomAccess.GetLength(_file);
        if (RandomAccess.Read(_file, found, 0) != Heading || !found.AsSpan().SequenceEqual(heading))
        {
            RandomAccess.SetLength(_file, 0);
            RandomAccess.Write(_file, heading, 0);
            _length = Heading;
            return;
        }
        Span<byte> entry = stackalloc byte[Entry];
        for (_length = Heading; _length + Entry <= end && RandomAccess.Read(_file, entry, _length) == Entry;)
        {
            var (row, length) = (BinaryPrimitives.ReadInt32LittleEndian(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[4..]));
            if (row < 0 || length is <= 0 or > MostBytes || _length + Entry + length > end) break;
            _places[row] = (_length + Entry, length);
            _length += Entry + length;
        }
    }
}
