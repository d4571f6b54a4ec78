using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Skeptic.Data;

/// <summary>
/// Decoded pictures in a file: 4096 bytes of heading, the pixels, and what was bad as JSON. The heading holds a mark, both lengths and a check of each
/// (CRC-32C), so that a file that is cut short or changed is told from a whole one, and made anew.
/// </summary>
internal static class DecodedFile
{
    public const int Version = 1;
    private const int HeadingLength = 4096, Piece = 1 << 22;
    private const long MostBad = 1 << 28;

    private static readonly byte[] s_mark = [.. "SKPIX"u8, Version, 0, 0];

    /// <returns>Null where there is no such file, or it is damaged or of other pictures.</returns>
    public static (PixelBlock Pixels, IReadOnlyList<(int Index, string Reason)> Bad)? Open(string file, int count, PictureShape shape, long mostInMemory)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            var length = (long)count * shape.Length;
            Span<byte> heading = stackalloc byte[32];
            if (RandomAccess.Read(handle, heading, 0) != heading.Length || !heading.StartsWith(s_mark) || BinaryPrimitives.ReadInt64LittleEndian(heading[8..]) != length)
                return null;
            var badLength = BinaryPrimitives.ReadInt64LittleEndian(heading[16..]);
            if (badLength is < 0 or > MostBad || RandomAccess.GetLength(handle) != HeadingLength + length + badLength) return null;
            var bad = new byte[badLength];
            if (!Fill(handle, bad, HeadingLength + length) || Check(bad) != BinaryPrimitives.ReadUInt32LittleEndian(heading[28..])) return null;
            PixelBlock block;
            if (length <= mostInMemory)
            {
                var pixels = new byte[length];
                if (!Fill(handle, pixels, HeadingLength)) return null;
                block = new(pixels, count, shape);
            }
            else
            {
                block = new(file, HeadingLength, count, shape);
            }

            return Check(block) == BinaryPrimitives.ReadUInt32LittleEndian(heading[24..])
                ? (block, [.. JsonSerializer.Deserialize<BadPicture[]>(bad)!.Select(item => (item.Index, item.Reason))]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a block; where that fails nothing is left, and the next run decodes again.</summary>
    public static void TryWrite(string file, PixelBlock block, IReadOnlyList<(int Index, string Reason)> bad)
    {
        try
        {
            using var writer = new Writer(file, block.Count, block.Shape);
            for (var row = 0; row < block.Count; row++) writer.Put(row, block[row]);
            writer.Finish(bad);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The pictures are in memory already.
        }
    }

    private static bool Fill(SafeFileHandle handle, Span<byte> bytes, long offset)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var count = RandomAccess.Read(handle, bytes[done..], offset + done);
            if (count == 0) return false;
            done += count;
        }

        return true;
    }

    private static uint Check(PixelBlock block)
    {
        var crc = uint.MaxValue;
        for (var row = 0; row < block.Count; row++) crc = Check(block[row], crc);
        return ~crc;
    }

    private static uint Check(ReadOnlySpan<byte> bytes) => ~Check(bytes, uint.MaxValue);

    private static uint Check(ReadOnlySpan<byte> bytes, uint crc)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var value in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }

    /// <summary>A file under a temporary name, that is given its own when it is whole. Pictures come in any order, from any thread.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly string _file, _temporary;
        private readonly int _count;
        private readonly PictureShape _shape;
        private readonly SafeFileHandle _handle;

        public Writer(string file, int count, PictureShape shape)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            (_file, _temporary, _count, _shape) = (file, $"{file}.{Environment.ProcessId}.tmp", count, shape);
            _handle = File.OpenHandle(_temporary, FileMode.Create, FileAccess.ReadWrite);
            RandomAccess.SetLength(_handle, HeadingLength + (long)count * shape.Length);
        }

        public void Put(int index, ReadOnlySpan<byte> pixels) => RandomAccess.Write(_handle, pixels, HeadingLength + (long)index * _shape.Length);

        /// <returns>The pictures, mapped into memory.</returns>
        public (PixelBlock Pixels, IReadOnlyList<(int Index, string Reason)> Bad) Finish(IReadOnlyList<(int Index, string Reason)> bad)
        {
            var length = (long)_count * _shape.Length;
            var text = JsonSerializer.SerializeToUtf8Bytes(bad.Select(item => new BadPicture(item.Index, item.Reason)).ToArray());
            RandomAccess.Write(_handle, text, HeadingLength + length);
            Span<byte> heading = stackalloc byte[32];
            s_mark.CopyTo(heading);
            BinaryPrimitives.WriteInt64LittleEndian(heading[8..], length);
            BinaryPrimitives.WriteInt64LittleEndian(heading[16..], text.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(heading[24..], Written(length));
            BinaryPrimitives.WriteUInt32LittleEndian(heading[28..], Check(text));
            RandomAccess.Write(_handle, heading, 0);
            RandomAccess.FlushToDisk(_handle);
            _handle.Dispose();
            File.Move(_temporary, _file, overwrite: true);
            return (new(_file, HeadingLength, _count, _shape), bad);
        }

        public void Dispose()
        {
            _handle.Dispose();
            File.Delete(_temporary);
        }

        /// <summary>The check of what was written, as it is read back, in pieces of whole rows.</summary>
        private uint Written(long length)
        {
            var crc = uint.MaxValue;
            var buffer = new byte[Math.Max(1, Piece / _shape.Length) * _shape.Length];
            for (long at = 0; at < length; at += buffer.Length)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at));
                if (!Fill(_handle, part, HeadingLength + at)) throw new IOException("what was written cannot be read back");
                for (var row = 0; row < part.Length; row += _shape.Length) crc = Check(part.Slice(row, _shape.Length), crc);
            }

            return ~crc;
        }
    }

    private sealed record BadPicture(int Index, string Reason);
}
