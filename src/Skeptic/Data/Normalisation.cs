namespace Skeptic.Data;

/// <summary>
/// Per-channel mean and standard deviation on the [0, 1] scale: a byte v of channel c becomes (v / 255 - Mean[c]) / Std[c].
/// </summary>
public sealed record Normalisation(IReadOnlyList<double> Mean, IReadOnlyList<double> Std)
{
    /// <summary>That of ImageNet's photographs, which is customary for others too.</summary>
    public static Normalisation ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Leaves values on the [0, 1] scale as they are.</summary>
    public static Normalisation Identity(int channels) => new([.. Enumerable.Repeat(0.0, channels)], [.. Enumerable.Repeat(1.0, channels)]);

    /// <summary>Mean and population standard deviation over all pixels of each channel, from exact integer sums.</summary>
    public static Normalisation Measure(ImageArray images)
        => Measure(images.Count, images.Channels, images.Height * images.Width, image => images[image]);

    /// <summary>The same over some pictures; the deviation of a channel that is constant counts as 1.</summary>
    internal static Normalisation Measure(PixelBlock pixels, IReadOnlyList<int> rows)
    {
        var measured = Measure(rows.Count, pixels.Shape.Channels, pixels.Shape.Height * pixels.Shape.Width, i => pixels[rows[i]]);
        return measured with { Std = [.. measured.Std.Select(std => std > 0 ? std : 1)] };
    }

    private static Normalisation Measure(int count, int channels, int plane, Func<int, ReadOnlySpan<byte>> image)
    {
        var (sums, squares) = (new long[channels], new long[channels]);
        for (var i = 0; i < count; i++)
        {
            var values = image(i);
            for (var channel = 0; channel < channels; channel++)
                foreach (var value in values.Slice(channel * plane, plane))
                {
                    sums[channel] += value;
                    squares[channel] += value * value;
                }
        }

        var pixels = (double)count * plane;
        return new(
            [.. sums.Select(sum => sum / pixels / 255)],
            [.. sums.Zip(squares, (sum, square) => Math.Sqrt((square / pixels - sum / pixels * (sum / pixels)) / (255.0 * 255)))]);
    }
}
