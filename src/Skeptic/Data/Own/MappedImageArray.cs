using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>Some of the pictures of a block that is mapped into memory, [count, channels, height, width]; nothing is copied.</summary>
internal sealed class MappedImageArray : InputArray
{
    /// <param name="rows">Of the block, one a sample.</param>
    public MappedImageArray(PixelBlock block, int[] rows)
    {
        (Block, Rows) = (block, rows);
        SampleShape = [block.Shape.Channels, block.Shape.Height, block.Shape.Width];
    }

    public PixelBlock Block { get; }

    public int[] Rows { get; }

    public override int Count => Rows.Length;

    public override IReadOnlyList<int> SampleShape { get; }

    public override MappedImageArray Select(ReadOnlySpan<int> indices)
    {
        var rows = new int[indices.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = Rows[indices[i]];
        return new(Block, rows);
    }

    internal override void ReadRow(int index, Span<float> values)
    {
        var pixels = Block[Rows[index]];
        for (var i = 0; i < pixels.Length; i++) values[i] = pixels[i];
    }

    /// <summary>As an <see cref="ImageArray"/> of the same pictures.</summary>
    internal override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(Encoding.ASCII.GetBytes($"uint8 {Count} {SampleShape[0]} {SampleShape[1]} {SampleShape[2]}\n"));
        foreach (var row in Rows) hash.AppendData(Block[row]);
    }
}
