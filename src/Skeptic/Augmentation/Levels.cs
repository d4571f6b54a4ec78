using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>
/// Changes of grey levels, each channel by itself, with Pillow's arithmetic to the same whole numbers. Images are whole numbers 0..255 in
/// float32 <c>[B,C,H,W]</c>.
/// </summary>
internal static class Levels
{
    internal static Tensor Invert(Tensor images) => 255 - images;

    /// <summary>Inverts the levels from a threshold on, <c>[B,1,1,1]</c>.</summary>
    internal static Tensor Solarize(Tensor images, Tensor threshold) => (images >= threshold).Choose(255 - images, images);

    /// <summary>Keeps the levels' uppermost bits.</summary>
    /// <param name="step">2^(8 - bits), <c>[B,1,1,1]</c>.</param>
    internal static Tensor Posterize(Tensor images, Tensor step) => (images / step).Floor() * step;

    /// <summary>Stretches what lies between the darkest and the lightest level to all levels; an image of one level stays.</summary>
    /// <remarks>In float64, scale and offset apart, as the reference rounds.</remarks>
    internal static Tensor AutoContrast(Tensor images)
    {
        var pixels = images.To(ScalarType.Float64).Flatten(2);
        var (darkest, range) = (pixels.Min(2, keep: true), pixels.Max(2, keep: true) - pixels.Min(2, keep: true));
        var scale = Tensor.Full([1], 255, ScalarType.Float64, images.Device) / range.Clamp(1);
        var stretched = (pixels * scale + -darkest * scale).Clamp(0, 255).Floor();
        return (range > 0).Choose(stretched, pixels).To(images.Type).Reshape([.. images.Shape]);
    }

    /// <summary>Makes all levels about equally frequent: a level becomes the number of darker pixels, in steps of a 255th of the pixels below the lightest level.</summary>
    internal static Tensor Equalize(Tensor images)
    {
        var (rows, size) = (images.Size(0) * images.Size(1), images.Size(2) * images.Size(3));
        var levels = images.Reshape(rows, size).To(ScalarType.Int64);
        var histogram = Tensor.Zeros([rows, 256], ScalarType.Int64, images.Device)
            .AddAt(levels, Tensor.Ones([1, 1], ScalarType.Int64, images.Device).Expand(rows, size));
        var lightest = histogram.Gather(levels.Max(1, keep: true));
        var step = (size - lightest).FloorDivide(255);
        // Where a step would be no pixel the image stays.
        var (changes, divisor) = (step > 0, step.Maximum(Tensor.Ones([1], ScalarType.Int64, images.Device)));
        var table = (histogram.CumSum(1) - histogram + divisor.FloorDivide(2)).FloorDivide(divisor);
        return changes.Choose(table.Gather(levels), levels).To(images.Type).Clamp(0, 255).Reshape([.. images.Shape]);
    }
}
