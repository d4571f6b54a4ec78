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
    {
        var mean = new double[images.Channels];
        var std = new double[images.Channels];
        var plane = images.Height * images.Width;
        var pixels = (double)images.Count * plane;
        for (var channel = 0; channel < images.Channels; channel++)
        {
            long sum = 0, squares = 0;
            for (var image = 0; image < images.Count; image++)
                foreach (var value in images[image].Slice(channel * plane, plane))
                {
                    sum += value;
                    squares += value * value;
                }

            mean[channel] = sum / pixels / 255;
            std[channel] = Math.Sqrt((squares / pixels - sum / pixels * (sum / pixels)) / (255.0 * 255));
        }

        return new(mean, std);
    }
}
