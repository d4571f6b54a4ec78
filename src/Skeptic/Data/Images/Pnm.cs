namespace Skeptic.Data;

/// <summary>Portable grey and pixel maps (Netpbm): P2, P3, P5 and P6, up to 16 bits.</summary>
internal sealed class Pnm(byte[] data)
{
    private int _position = 2;

    /// <exception cref="InvalidDataException">Damaged or cut short.</exception>
    public Picture Decode()
    {
        var isText = data[1] < (byte)'5';
        var channels = data[1] is (byte)'3' or (byte)'6' ? 3 : 1;
        var (width, height, highest) = (Number(), Number(), Number());
        if (highest is < 1 or > ushort.MaxValue)
            throw new InvalidDataException($"its largest value is {highest}");
        var picture = Picture.Empty(width, height, data.Length);
        var bytes = highest > byte.MaxValue ? 2 : 1;
        if (!isText && data.Length - ++_position < (long)width * height * channels * bytes)
            throw new InvalidDataException("it is cut short");
        for (var pixel = 0; pixel < width * height; pixel++)
            for (var c = 0; c < 3; c++)
                picture.Rgb[3 * pixel + c] = c < channels ? Scale(isText ? Number() : Next(bytes), highest) : picture.Rgb[3 * pixel];
        return picture;
    }

    private static byte Scale(int value, int highest) => value <= highest
        ? (byte)((value * 255L + highest / 2) / highest)
        : throw new InvalidDataException($"the value {value} is larger than {highest}, which it says is the largest");

    private int Next(int bytes)
    {
        var value = 0;
        for (var i = 0; i < bytes; i++)
            value = (value << 8) | data[_position++];
        return value;
    }

    /// <summary>The next number in the text; comments run from # to the end of their line.</summary>
    private int Number()
    {
        while (_position < data.Length && (char.IsWhiteSpace((char)data[_position]) || data[_position] == (byte)'#'))
            if (data[_position++] == (byte)'#')
                while (_position < data.Length && data[_position] != (byte)'\n')
                    _position++;
        if (_position >= data.Length)
            throw new InvalidDataException("it is cut short");
        var value = 0;
        var start = _position;
        for (; _position < data.Length && data[_position] is >= (byte)'0' and <= (byte)'9'; _position++)
            value = checked(10 * value + data[_position] - (byte)'0');
        return _position > start ? value : throw new InvalidDataException("a number is expected where there is none");
    }
}
