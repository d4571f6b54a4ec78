using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Skeptic.Text;

/// <summary>One message of protocol buffers, written field by field. Fields whose value is the default are written too.</summary>
internal sealed class ProtobufMessage
{
    // Wire types: what a field's number is followed by.
    private const int Varint = 0, Eight = 1, Counted = 2, Four = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    internal ProtobufMessage Add(int field, long value)
    {
        Key(field, Varint);
        Number((ulong)value);
        return this;
    }

    internal ProtobufMessage Add(int field, double value)
    {
        Key(field, Eight);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    internal ProtobufMessage Add(int field, float value)
    {
        Key(field, Four);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    internal ProtobufMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    internal ProtobufMessage Add(int field, ProtobufMessage value) => Add(field, value.Bytes);

    internal ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Key(field, Counted);
        Number((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Key(int field, int wire) => Number((ulong)(field << 3 | wire));

    /// <summary>Seven bits a byte, the lowest first, the top bit where more follow.</summary>
    private void Number(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        for (; value > 127; value >>= 7) bytes[count++] = (byte)(value | 128);
        bytes[count++] = (byte)value;
        _bytes.Write(bytes[..count]);
    }
}
