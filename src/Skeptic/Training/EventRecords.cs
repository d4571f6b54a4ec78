using System.Buffers.Binary;
using System.Numerics;
using Skeptic.Text;

namespace Skeptic.Training;

/// <summary>
/// TensorFlow's event files: records of length, check of the length, data, check of the data (tensorflow/core/lib/io/record_writer.h); the data
/// are protocol buffers (tensorflow/core/util/event.proto, framework/summary.proto), of which only scalars are written.
/// </summary>
internal static class EventRecords
{
    /// <summary>The first record of every file: Event { wall_time = 1, file_version = 3 }.</summary>
    internal static ReadOnlySpan<byte> Version(double seconds) => new ProtobufMessage().Add(1, seconds).Add(3, "brain.Event:2").Bytes;

    /// <summary>Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 } } }; values in single precision.</summary>
    /// <param name="seconds">Since 1970, UTC.</param>
    internal static ReadOnlySpan<byte> Scalars(double seconds, int step, IEnumerable<(string Tag, double Value)> scalars)
    {
        var summary = new ProtobufMessage();
        foreach (var (tag, value) in scalars) summary.Add(1, new ProtobufMessage().Add(1, tag).Add(2, (float)value));
        return new ProtobufMessage().Add(1, seconds).Add(2, (long)step).Add(5, summary).Bytes;
    }

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
}
