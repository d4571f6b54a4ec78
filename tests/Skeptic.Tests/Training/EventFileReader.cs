using System.Buffers.Binary;
using System.Text;

namespace Skeptic.Tests;

/// <summary>One event as a reader of TensorBoard's sees it.</summary>
internal sealed record ReadEvent(double WallTime, long Step, string? FileVersion, List<(string Tag, float Value)> Scalars);

/// <summary>Reads event files with nothing of the writer's: checks are computed bit by bit, and any other field is an error.</summary>
internal static class EventFileReader
{
    internal static List<ReadEvent> Read(byte[] file)
    {
        var events = new List<ReadEvent>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Check(file.AsSpan(at, 8), file.AsSpan(at + 8, 4));
            Check(file.AsSpan(at + 12, length), file.AsSpan(at + 12 + length, 4));
            events.Add(Event(file.AsSpan(at + 12, length)));
            at += 16 + length;
        }
        return events;
    }

    internal static uint CrcBitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }
        return crc ^ 0xFFFFFFFF;
    }

    private static void Check(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> masked)
    {
        var turned = BinaryPrimitives.ReadUInt32LittleEndian(masked) - 0xA282EAD8;
        Assert.Equal(CrcBitByBit(bytes), turned << 15 | turned >> 17);
    }

    private static ReadEvent Event(ReadOnlySpan<byte> data)
    {
        var read = new ReadEvent(0, 0, null, []);
        while (!data.IsEmpty)
        {
            switch (Varint(ref data))
            {
                case 0x09: read = read with { WallTime = BinaryPrimitives.ReadDoubleLittleEndian(Take(ref data, 8)) }; break;
                case 0x10: read = read with { Step = (long)Varint(ref data) }; break;
                case 0x1A: read = read with { FileVersion = Encoding.UTF8.GetString(Take(ref data, (int)Varint(ref data))) }; break;
                case 0x2A: Summary(Take(ref data, (int)Varint(ref data)), read.Scalars); break;
                case var key: Assert.Fail($"event has a field of key {key}"); break;
            }
        }
        return read;
    }

    private static void Summary(ReadOnlySpan<byte> data, List<(string, float)> scalars)
    {
        while (!data.IsEmpty)
        {
            Assert.Equal(0x0Aul, Varint(ref data));
            var value = Take(ref data, (int)Varint(ref data));
            Assert.Equal(0x0Aul, Varint(ref value));
            var tag = Encoding.UTF8.GetString(Take(ref value, (int)Varint(ref value)));
            Assert.Equal(0x15ul, Varint(ref value));
            scalars.Add((tag, BinaryPrimitives.ReadSingleLittleEndian(Take(ref value, 4))));
            Assert.True(value.IsEmpty);
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int count)
    {
        var taken = data[..count];
        data = data[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref data, 1)[0];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
    }
}
