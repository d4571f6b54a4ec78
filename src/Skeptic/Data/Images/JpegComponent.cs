namespace Skeptic.Data;

/// <summary>One colour of a JPEG frame: its sampling, its coefficients and, once they are transformed, its samples.</summary>
/// <param name="Horizontal">Sampling factor, 1 to 4.</param>
/// <param name="Quantisation">Number of its table.</param>
internal sealed record JpegComponent(int Id, int Horizontal, int Vertical, int Quantisation)
{
    /// <summary>Samples that count, without what fills the last blocks.</summary>
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Blocks in a row of the frame, those included that fill the last unit.</summary>
    public int BlocksAcross { get; init; }

    public int BlocksDown { get; init; }

    /// <summary>64 a block, in rows of eight.</summary>
    public short[] Coefficients { get; init; } = [];

    public bool IsSeen { get; set; }

    /// <summary>The last block's DC coefficient, from which the next one's difference counts.</summary>
    public int Last { get; set; }

    public int Stride => 8 * BlocksAcross;

    public Span<short> Block(int row, int column) => Coefficients.AsSpan(64 * (row * BlocksAcross + column), 64);

    /// <summary>All samples, [8 BlocksDown, Stride].</summary>
    public byte[] Samples(ReadOnlySpan<ushort> quantisation)
    {
        var samples = new byte[Coefficients.Length];
        for (var row = 0; row < BlocksDown; row++)
            for (var column = 0; column < BlocksAcross; column++)
                JpegTransform.Inverse(Block(row, column), quantisation, samples.AsSpan(8 * (row * Stride + column)), Stride);
        return samples;
    }
}
