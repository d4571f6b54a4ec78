namespace Skeptic.Data;

/// <summary>A Huffman table: codes of up to nine bits by one look, longer ones by comparison with the largest code of each length.</summary>
internal sealed class JpegHuffman
{
    private const int Fast = 9;
    private const int Longest = 16;

    private readonly short[] _fast = new short[1 << Fast];
    private readonly int[] _end = new int[Longest + 1];
    private readonly int[] _offset = new int[Longest + 1];
    private readonly byte[] _symbols;

    /// <param name="lengths">How many codes have 1, 2, ..., 16 bits.</param>
    /// <exception cref="InvalidDataException">More codes of a length than there can be.</exception>
    public JpegHuffman(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        Array.Fill(_fast, (short)-1);
        var (code, index) = (0, 0);
        for (var length = 1; length <= Longest; length++, code <<= 1)
        {
            _offset[length] = index - code;
            for (var i = 0; i < lengths[length - 1]; i++, code++, index++)
                if (length <= Fast)
                    _fast.AsSpan(code << (Fast - length), 1 << (Fast - length)).Fill((short)((length << 8) | _symbols[index]));
            if (code > 1 << length)
                throw new InvalidDataException("a Huffman table has too many codes");
            _end[length] = code;
        }
    }

    public int Next(ref JpegBits bits)
    {
        var known = _fast[bits.Peek(Fast)];
        if (known >= 0)
        {
            bits.Skip(known >> 8);
            return known & 0xFF;
        }

        for (var length = Fast + 1; length <= Longest; length++)
        {
            var code = bits.Peek(length);
            if (code >= _end[length])
                continue;
            bits.Skip(length);
            return _symbols[_offset[length] + code];
        }

        throw new InvalidDataException("a Huffman code does not exist");
    }
}
