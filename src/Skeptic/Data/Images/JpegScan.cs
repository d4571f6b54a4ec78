namespace Skeptic.Data;

/// <summary>
/// Reads the coefficients of one scan (ITU T.81, F.2 and G.2): all of them, or in a progressive file a band of frequencies or one more bit.
/// </summary>
/// <param name="first">First frequency, in zigzag order; 0 is the DC coefficient.</param>
/// <param name="high">The bit position of the scan before that this one refines; 0 for the first.</param>
/// <param name="low">This scan's lowest bit position.</param>
internal sealed class JpegScan(bool isProgressive, int first, int last, int high, int low)
{
    // Place in rows of the k-th frequency; 16 more for runs that lead beyond the end of damaged blocks.
    private static readonly byte[] s_zigzag = [.. Zigzag(), .. Enumerable.Repeat((byte)63, 16)];

    private JpegBits _bits;
    private int _endOfBand;

    public required IReadOnlyList<(JpegComponent Component, JpegHuffman? Dc, JpegHuffman? Ac)> Parts { get; init; }

    internal static ReadOnlySpan<byte> Order => s_zigzag.AsSpan(0, 64);

    /// <param name="restart">Units between restart markers; 0 for none.</param>
    /// <returns>Where the next marker stands.</returns>
    public int Read(byte[] data, int position, int unitsAcross, int unitsDown, int restart)
    {
        _bits = new(data, position);
        Reset();
        // A scan of one component holds just the blocks that count, in their order.
        if (Parts is [var only])
            (unitsAcross, unitsDown) = ((only.Component.Width + 7) / 8, (only.Component.Height + 7) / 8);
        for (var unit = 0; unit < unitsAcross * unitsDown; unit++)
        {
            if (restart > 0 && unit > 0 && unit % restart == 0)
            {
                _bits.Restart();
                Reset();
            }

            var (row, column) = Math.DivRem(unit, unitsAcross);
            if (Parts.Count == 1)
                Block(Parts[0], row, column);
            else
                foreach (var part in Parts)
                    for (var v = 0; v < part.Component.Vertical; v++)
                        for (var h = 0; h < part.Component.Horizontal; h++)
                            Block(part, row * part.Component.Vertical + v, column * part.Component.Horizontal + h);
        }

        foreach (var (component, _, _) in Parts)
            component.IsSeen = true;
        return _bits.EndOfBits();
    }

    private static IEnumerable<byte> Zigzag()
    {
        for (var diagonal = 0; diagonal < 15; diagonal++)
            for (var i = 0; i <= diagonal; i++)
            {
                // Even diagonals run upwards.
                var (row, column) = diagonal % 2 == 0 ? (diagonal - i, i) : (i, diagonal - i);
                if (row < 8 && column < 8)
                    yield return (byte)(8 * row + column);
            }
    }

    private void Reset()
    {
        _endOfBand = 0;
        foreach (var (component, _, _) in Parts)
            component.Last = 0;
    }

    private void Block((JpegComponent Component, JpegHuffman? Dc, JpegHuffman? Ac) part, int row, int column)
    {
        var block = part.Component.Block(row, column);
        if (!isProgressive)
        {
            First(block, part.Component, Table(part.Dc));
            Band(block, Table(part.Ac), 1);
        }
        else if (first == 0)
        {
            if (high == 0) First(block, part.Component, Table(part.Dc));
            else if (_bits.Take(1) != 0) block[0] |= (short)(1 << low);
        }
        else if (high == 0)
        {
            Band(block, Table(part.Ac), first);
        }
        else
        {
            Refine(block, Table(part.Ac));
        }
    }

    private static JpegHuffman Table(JpegHuffman? table) => table ?? throw new InvalidDataException("a Huffman table is missing");

    private void First(Span<short> block, JpegComponent component, JpegHuffman table)
    {
        var bits = table.Next(ref _bits);
        if (bits > 15)
            throw new InvalidDataException("a coefficient has too many bits");
        component.Last += _bits.TakeSigned(bits);
        block[0] = (short)(component.Last << low);
    }

    /// <summary>Runs of zeros, each with the number that ends it; a run of a special kind ends this block's band and that of others.</summary>
    private void Band(Span<short> block, JpegHuffman table, int from)
    {
        if (_endOfBand > 0)
        {
            _endOfBand--;
            return;
        }

        for (var k = from; k <= last; k++)
        {
            var (run, bits) = Math.DivRem(table.Next(ref _bits), 16);
            if (bits != 0)
            {
                k += run;
                block[s_zigzag[k]] = (short)(_bits.TakeSigned(bits) << low);
            }
            else if (run == 15)
            {
                k += 15;
            }
            else
            {
                _endOfBand = (1 << run) - 1 + _bits.Take(run);
                return;
            }
        }
    }

    /// <summary>One more bit for the coefficients that are not zero, and the ones that become so with this bit.</summary>
    private void Refine(Span<short> block, JpegHuffman table)
    {
        var k = first;
        if (_endOfBand == 0)
            for (; k <= last; k++)
            {
                var (run, bits) = Math.DivRem(table.Next(ref _bits), 16);
                var value = 0;
                if (bits == 1)
                    value = _bits.Take(1) != 0 ? 1 << low : -1 << low;
                else if (bits != 0)
                    throw new InvalidDataException("a refinement has too many bits");
                else if (run < 15)
                {
                    _endOfBand = (1 << run) + _bits.Take(run);
                    break;
                }

                for (; k <= last; k++)
                {
                    ref var coefficient = ref block[s_zigzag[k]];
                    if (coefficient != 0)
                        Correct(ref coefficient);
                    else if (run-- == 0)
                    {
                        coefficient = (short)value;
                        break;
                    }
                }
            }

        if (_endOfBand == 0)
            return;
        for (; k <= last; k++)
            if (block[s_zigzag[k]] != 0)
                Correct(ref block[s_zigzag[k]]);
        _endOfBand--;
    }

    private void Correct(ref short coefficient)
    {
        if (_bits.Take(1) != 0 && (coefficient & (1 << low)) == 0)
            coefficient += (short)(coefficient > 0 ? 1 << low : -(1 << low));
    }
}
