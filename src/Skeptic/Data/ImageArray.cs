using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>Images as bytes 0..255, [count, channels, height, width] in row-major order.</summary>
public sealed class ImageArray : InputArray
{
    /// <param name="pixels">Kept, not copied.</param>
    /// <exception cref="DataException">The length does not fit the shape.</exception>
    public ImageArray(byte[] pixels, int count, int channels, int height, int width)
    {
        CheckLength(pixels.LongLength, (long)count * channels * height * width, $"{count}, {channels}, {height}, {width}");
        Pixels = pixels;
        Count = count;
        Channels = channels;
        Height = height;
        Width = width;
        SampleShape = [channels, height, width];
    }

    public byte[] Pixels { get; }

    public override int Count { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public override IReadOnlyList<int> SampleShape { get; }

    /// <summary>The pixels of one image, [channels, height, width].</summary>
    public ReadOnlySpan<byte> this[int index] => Pixels.AsSpan(index * Channels * Height * Width, Channels * Height * Width);

    public override ImageArray Select(ReadOnlySpan<int> indices)
        => new(Rows(Pixels, Channels * Height * Width, indices), indices.Length, Channels, Height, Width);

    internal override void ReadRow(int index, Span<float> values)
    {
        var pixels = this[index];
        for (var i = 0; i < pixels.Length; i++)
            values[i] = pixels[i];
    }

    internal override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(Encoding.ASCII.GetBytes($"uint8 {Count} {Channels} {Height} {Width}\n"));
        hash.AppendData(Pixels);
    }
}
