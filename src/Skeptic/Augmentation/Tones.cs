using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Augmentation;

/// <summary>
/// Changes of brightness and colour with Pillow's arithmetic, to the same whole numbers. Images are whole numbers 0..255 in float32
/// <c>[B,C,H,W]</c>, C 1 or 3; factors are <c>[B,1,1,1]</c>, 1 leaves an image as it is.
/// </summary>
internal static class Tones
{
    private static readonly Operator s_averagePool = new("aten::avg_pool2d");

    /// <summary>0 is black.</summary>
    internal static Tensor Brightness(Tensor images, Tensor factor) => Cut(images * factor);

    /// <summary>0 is the mean grey of the image, rounded.</summary>
    internal static Tensor Contrast(Tensor images, Tensor factor) => Blend((Grey(images).Flatten(1).Mean(1) + 0.5).Floor().Reshape(-1, 1, 1, 1), images, factor);

    /// <summary>0 is the image without colour.</summary>
    internal static Tensor Colour(Tensor images, Tensor factor) => images.Size(1) == 1 ? images : Blend(Grey(images), images, factor);

    /// <summary>0 is the image smoothed, but for its outermost pixels.</summary>
    internal static Tensor Sharpness(Tensor images, Tensor factor)
    {
        var (height, width) = (images.Size(2), images.Size(3));
        if (height < 3 || width < 3) return images;
        // Every neighbour counts once, the pixel itself five times.
        var sum = s_averagePool.Call(images, new long[] { 3, 3 }, new long[] { 1, 1 }, new long[] { 0, 0 }, false, true, 1);
        var smooth = ((sum + images.Narrow(2, 1, height - 2).Narrow(3, 1, width - 2) * 4) / 13 + 0.5).Floor();
        var inner = Tensor.Ones([1, 1, height - 2, width - 2], device: images.Device).Pad(1, 1, 1, 1);
        return Blend(smooth.Pad(1, 1, 1, 1) + images * (1 - inner), images, factor);
    }

    /// <summary>Luminance of ITU-R 601-2 with 16-bit weights: <c>[B,1,H,W]</c>. All sums stay below 2^24, where float32 is exact.</summary>
    internal static Tensor Grey(Tensor images)
    {
        if (images.Size(1) == 1) return images;
        var sum = images.Narrow(1, 0, 1) * 19595 + images.Narrow(1, 1, 1) * 38470 + images.Narrow(1, 2, 1) * 7471;
        return ((sum + 32768) * (1.0 / 65536)).Floor();
    }

    private static Tensor Blend(Tensor from, Tensor images, Tensor factor) => Cut(from + factor * (images - from));

    private static Tensor Cut(Tensor values) => values.Clamp(0, 255).Floor();
}
