using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>Feature vectors, [count, width] in row-major order.</summary>
public sealed class FeatureArray : InputArray
{
    /// <param name="values">Kept, not copied.</param>
    /// <exception cref="DataException">The length does not fit the shape.</exception>
    public FeatureArray(float[] values, int count, int width)
    {
        CheckLength(values.LongLength, (long)count * width, $"{count}, {width}");
        Values = values;
        Count = count;
        Width = width;
        SampleShape = [width];
    }

    public float[] Values { get; }

    public override int Count { get; }

    public int Width { get; }

    public override IReadOnlyList<int> SampleShape { get; }

    public override FeatureArray Select(ReadOnlySpan<int> indices) => new(Rows(Values, Width, indices), indices.Length, Width);

    internal override void ReadRow(int index, Span<float> values) => Values.AsSpan(index * Width, Width).CopyTo(values);

    internal override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(Encoding.ASCII.GetBytes($"float32 {Count} {Width}\n"));
        hash.AppendData(MemoryMarshal.AsBytes(Values.AsSpan()));
    }
}
