using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Skeptic.Training;

/// <summary>
/// TensorFlow's event files: records of length, check of the length, data, check of the data (tensorflow/core/lib/io/record_writer.h); the data
/// are protocol buffers (tensorflow/core/util/event.proto, framework/summary.proto), of which only scalars are written.
/// </summary>
internal static class EventRecords
{
    // Wire types of protocol buffers: what a field's number is followed by.
    private const int Varint = 0, Eight = 1, Counted = 2, Four = 5;

    /// <summary>The first record of every file: Event { wall_time = 1, file_version = 3 }.</summary>
    internal static byte[] Version(double seconds) => Message(e =>
    {
        Double(e, 1, seconds);
        Bytes(e, 3, "brain.Event:2"u8);
    });

    /// <summary>Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 } } }; values in single precision.</summary>
    /// <param name="seconds">Since 1970, UTC.</param>
    internal static byte[] Scalars(double seconds, int step, IEnumerable<(string Tag, double Value)> scalars) => Message(e =>
    {
        Double(e, 1, seconds);
        Key(e, 2, Varint);
        Number(e, (ulong)step);
        Bytes(e, 5, Message(summary =>
        {
            foreach (var (tag, value) in scalars)
                Bytes(summary, 1, Message(one =>
                {
                    Bytes(one, 1, Encoding.UTF8.GetBytes(tag));
                    Single(one, 2, (float)value);
                }));
        }));
    });

    internal static void Append(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        stream.Write(length);
        AppendCheck(stream, length);
        stream.Write(data);
        AppendCheck(stream, data);
    }

    /// <summary>CRC-32 with Castagnoli's polynomial (RFC 3720, appendix B.4).</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Turned and shifted, so that a check of data that hold checks is no weaker.</summary>
    internal static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xA282EAD8;

    private static void AppendCheck(Stream stream, ReadOnlySpan<byte> of)
    {
        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(check, Mask(Crc32C(of)));
        stream.Write(check);
    }

    private static byte[] Message(Action<Stream> fields)
    {
        using var stream = new MemoryStream();
        fields(stream);
        return stream.ToArray();
    }

    private static void Key(Stream to, int field, int wire) => Number(to, (ulong)(field << 3 | wire));

    /// <summary>Seven bits a byte, the lowest first, the top bit where more follow.</summary>
    private static void Number(Stream to, ulong value)
    {
        for (; value > 127; value >>= 7) to.WriteByte((byte)(value | 128));
        to.WriteByte((byte)value);
    }

    private static void Bytes(Stream to, int field, ReadOnlySpan<byte> bytes)
    {
        Key(to, field, Counted);
        Number(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Double(Stream to, int field, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Key(to, field, Eight);
        to.Write(bytes);
    }

    private static void Single(Stream to, int field, float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Key(to, field, Four);
        to.Write(bytes);
    }
}
