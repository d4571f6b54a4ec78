namespace Skeptic.Data;

/// <summary>The bits of one scan, most significant first; a zero byte after 0xFF is stuffing, any other one a marker, where the bits end.</summary>
internal struct JpegBits(byte[] data, int position)
{
    private int _position = position;
    private ulong _buffer;
    private int _count;
    private int _padding;

    /// <summary>The next bits without taking them; zeros beyond the end.</summary>
    public int Peek(int bits)
    {
        if (_count < bits)
            Fill();
        return (int)(_buffer >> (_count - bits)) & ((1 << bits) - 1);
    }

    /// <exception cref="InvalidDataException">Fewer bits are left.</exception>
    public void Skip(int bits)
    {
        _count -= bits;
        if (_count < _padding)
            throw new InvalidDataException("its data are cut short");
    }

    public int Take(int bits)
    {
        if (bits == 0)
            return 0;
        var value = Peek(bits);
        Skip(bits);
        return value;
    }

    /// <summary>A number of that many bits in JPEG's form: those with a leading zero are negative.</summary>
    public int TakeSigned(int bits)
    {
        if (bits == 0)
            return 0;
        var value = Take(bits);
        return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
    }

    /// <summary>Drops what is left before the next marker and, when it is a restart, steps over it.</summary>
    /// <exception cref="InvalidDataException">Another marker, or none.</exception>
    public void Restart()
    {
        var at = EndOfBits();
        if (at + 1 >= data.Length || data[at + 1] is < 0xD0 or > 0xD7)
            throw new InvalidDataException("a restart marker is missing");
        this = new(data, at + 2);
    }

    /// <summary>Where the marker after the bits stands, or the end of the file.</summary>
    public readonly int EndOfBits()
    {
        // Bytes in the buffer have been read already; a marker never has.
        var at = _position;
        while (at + 1 < data.Length && (data[at] != 0xFF || data[at + 1] is 0 or 0xFF))
            at++;
        return at + 1 < data.Length ? at : data.Length;
    }

    private void Fill()
    {
        while (_count <= 48)
        {
            var next = 0;
            if (_position < data.Length && data[_position] != 0xFF)
            {
                next = data[_position++];
            }
            else if (_position + 1 < data.Length && data[_position + 1] == 0)
            {
                next = 0xFF;
                _position += 2;
            }
            else
            {
                _padding += 8;
            }

            _buffer = (_buffer << 8) | (uint)next;
            _count += 8;
        }
    }
}
