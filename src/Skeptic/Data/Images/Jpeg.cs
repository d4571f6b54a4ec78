using System.Buffers.Binary;

namespace Skeptic.Data;

/// <summary>
/// JPEG (ITU T.81) with Huffman codes and eight bits: baseline, extended and progressive; grey, YCbCr, RGB, CMYK and YCCK; any sampling,
/// restart markers. Arithmetic codes, lossless and hierarchical files are refused.
/// </summary>
internal sealed class Jpeg(byte[] data)
{
    private readonly ushort[]?[] _quantisation = new ushort[]?[4];
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[4], _ac = new JpegHuffman?[4];
    private JpegComponent[] _components = [];
    private Picture? _picture;
    private int _across, _down, _restart;
    private bool _isProgressive, _isJfif;
    private int? _adobe;

    /// <exception cref="InvalidDataException">Damaged, cut short, or of a kind that is refused.</exception>
    public Picture Decode()
    {
        var position = 2;
        while (true)
        {
            while (position < data.Length && data[position] != 0xFF)
                position++;
            while (position < data.Length && data[position] == 0xFF)
                position++;
            // Without its end mark a baseline file can still be whole; of a progressive one a scan may be missing.
            if (position >= data.Length)
                return !_isProgressive && _components.Length > 0 && _components.All(component => component.IsSeen) ? Finish() : throw CutShort();
            var marker = data[position++];
            if (marker == 0xD9)
                return Finish();
            if (marker is 0 or 1 or (>= 0xD0 and <= 0xD8))
                continue;
            var length = position + 2 <= data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(position)) : throw CutShort();
            if (length < 2 || length > data.Length - position)
                throw CutShort();
            var segment = data.AsSpan(position + 2, length - 2);
            position += length;
            if (marker == 0xDA) position = Scan(segment, position);
            else Segment(marker, segment);
        }
    }

    private static InvalidDataException CutShort() => new("it is cut short");

    private void Segment(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case 0xC4: Huffman(segment); break;
            case 0xDB: Quantisation(segment); break;
            case 0xDD: _restart = BinaryPrimitives.ReadUInt16BigEndian(segment); break;
            case 0xC0 or 0xC1 or 0xC2: Frame(marker, segment); break;
            case 0xC9 or 0xCA or 0xCB or 0xCC or 0xCD or 0xCE or 0xCF: throw new InvalidDataException("it has arithmetic codes, which are not read");
            case 0xC3: throw new InvalidDataException("it is lossless JPEG, which is not read");
            case 0xC5 or 0xC6 or 0xC7: throw new InvalidDataException("it is hierarchical JPEG, which is not read");
            case 0xE0: _isJfif |= segment.StartsWith("JFIF"u8); break;
            case 0xEE: if (segment.Length >= 12 && segment.StartsWith("Adobe"u8)) _adobe = segment[11]; break;
        }
    }

    private void Quantisation(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var bytes = segment[0] >> 4 == 0 ? 1 : 2;
            var table = _quantisation[segment[0] & 3] = new ushort[64];
            segment = segment[1..];
            for (var k = 0; k < 64; k++)
                table[JpegScan.Order[k]] = bytes == 1 ? segment[k] : BinaryPrimitives.ReadUInt16BigEndian(segment[(2 * k)..]);
            segment = segment[(64 * bytes)..];
        }
    }

    private void Huffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var count = 0;
            foreach (var length in segment.Slice(1, 16))
                count += length;
            (segment[0] >> 4 == 0 ? _dc : _ac)[segment[0] & 3] = new(segment.Slice(1, 16), segment.Slice(17, count));
            segment = segment[(17 + count)..];
        }
    }

    private void Frame(byte marker, ReadOnlySpan<byte> segment)
    {
        if (_picture is not null)
            throw new InvalidDataException("it has two frames");
        if (segment[0] != 8)
            throw new InvalidDataException($"it has {segment[0]} bits a colour; only 8 are read");
        _isProgressive = marker == 0xC2;
        var (height, width, count) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), segment[5]);
        if (count is not (1 or 3 or 4))
            throw new InvalidDataException($"it has {count} colours");
        var picture = _picture = Picture.Empty(width, height, data.Length);
        var parts = segment[6..];
        var read = new JpegComponent[count];
        for (var i = 0; i < count; i++)
            read[i] = new(parts[3 * i], parts[3 * i + 1] >> 4, parts[3 * i + 1] & 15, parts[3 * i + 2] & 3);
        if (read.Any(part => part.Horizontal is < 1 or > 4 || part.Vertical is < 1 or > 4))
            throw new InvalidDataException("a colour has a sampling factor outside 1 to 4");
        (_across, _down) = (read.Max(part => part.Horizontal), read.Max(part => part.Vertical));
        var (unitsAcross, unitsDown) = Units();
        _components = Array.ConvertAll(read, part => part with
        {
            Width = Up(picture.Width * part.Horizontal, _across),
            Height = Up(picture.Height * part.Vertical, _down),
            BlocksAcross = unitsAcross * part.Horizontal,
            BlocksDown = unitsDown * part.Vertical,
            Coefficients = new short[64 * unitsAcross * part.Horizontal * unitsDown * part.Vertical],
        });
    }

    private static int Up(int value, int by) => (value + by - 1) / by;

    private (int Across, int Down) Units() => (Up(_picture!.Width, 8 * _across), Up(_picture.Height, 8 * _down));

    private int Scan(ReadOnlySpan<byte> segment, int position)
    {
        if (_picture is null)
            throw new InvalidDataException("its frame is missing");
        int count = segment[0], first = segment[2 * count + 1], last = segment[2 * count + 2], bits = segment[2 * count + 3];
        var parts = new List<(JpegComponent, JpegHuffman?, JpegHuffman?)>();
        for (var i = 0; i < count; i++)
        {
            int id = segment[2 * i + 1], tables = segment[2 * i + 2];
            var component = _components.FirstOrDefault(part => part.Id == id) ?? throw new InvalidDataException($"a scan has colour {id}, which the frame lacks");
            parts.Add((component, _dc[(tables >> 4) & 3], _ac[tables & 3]));
        }

        if (!_isProgressive)
            (first, last, bits) = (0, 63, 0);
        if (count is < 1 or > 4 || first > last || last > 63 || (bits & 15) > 13 || (_isProgressive && first == 0 && last != 0) || (first > 0 && count != 1))
            throw new InvalidDataException("a scan is damaged");
        var (unitsAcross, unitsDown) = Units();
        return new JpegScan(_isProgressive, first, last, bits >> 4, bits & 15) { Parts = parts }.Read(data, position, unitsAcross, unitsDown, _restart);
    }

    private Picture Finish()
    {
        if (_picture is null || !_components.All(component => component.IsSeen))
            throw CutShort();
        var planes = Array.ConvertAll(_components, component => JpegColour.Enlarge(
            component,
            component.Samples(_quantisation[component.Quantisation] ?? throw new InvalidDataException("a quantisation table is missing")),
            _picture.Width, _picture.Height, _across, _down));
        if (HasDifferences())
            JpegColour.FromDifferences(planes[0], planes[1], planes[2], _picture.Rgb);
        else
            for (var c = 0; c < 3; c++)
                Interleave(planes[planes.Length == 1 ? 0 : c], _picture.Rgb.AsSpan(c));
        if (planes.Length == 4)
            for (var i = 0; i < _picture.Rgb.Length; i++)
                _picture.Rgb[i] = Print(_picture.Rgb[i], planes[3][i / 3]);
        return _picture;
    }

    private static void Interleave(byte[] plane, Span<byte> rgb)
    {
        for (var i = 0; i < plane.Length; i++)
            rgb[3 * i] = plane[i];
    }

    /// <summary>
    /// A colour of four-colour printing. Adobe's programs, which nearly all such files come from, write the inks inverted; as YCCK the
    /// conversion to RGB leaves them so.
    /// </summary>
    private byte Print(byte ink, byte black) => (byte)(_adobe is null ? (255 - ink) * (255 - black) / 255 : ink * black / 255);

    private bool HasDifferences() => _components.Length switch
    {
        3 when _isJfif => true,
        3 when _adobe is { } transform => transform != 0,
        3 => !(_components[0].Id == 'R' && _components[1].Id == 'G' && _components[2].Id == 'B'),
        4 => _adobe == 2,
        _ => false,
    };
}
