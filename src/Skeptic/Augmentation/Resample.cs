using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>The part of an image that is looked at, in pixels.</summary>
internal readonly record struct Box(int Top, int Left, int Height, int Width);

/// <summary>
/// Cuts a box out of every image and brings all to one size. Bilinear as Pillow does it: a triangle of two pixels' width, of two result
/// pixels' width where the image shrinks, so nothing is skipped. Each axis is a product with a matrix of weights.
/// </summary>
internal static class Resample
{
    /// <param name="boxes">One an image.</param>
    /// <returns><c>[B,C,height,width]</c>, whole numbers.</returns>
    internal static Tensor Bilinear(Tensor images, Box[] boxes, int height, int width)
    {
        var down = Weights([.. boxes.Select(box => (box.Top, box.Height))], images.Size(2), height, images.Device);
        var right = Weights([.. boxes.Select(box => (box.Left, box.Width))], images.Size(3), width, images.Device);
        return (down.MatMul(images.MatMul(right.Transpose(2, 3))) + 0.5).Floor().Clamp(0, 255);
    }

    /// <summary>How much each of <paramref name="pixels"/> counts for each pixel of the result: <c>[B,1,results,pixels]</c>, rows sum to 1.</summary>
    private static Tensor Weights((int Start, int Length)[] spans, long pixels, int results, Device device)
    {
        var start = Operation.PerImage([.. spans.Select(span => (double)span.Start)], device);
        var length = Operation.PerImage([.. spans.Select(span => (double)span.Length)], device);
        var step = length / results;
        var centre = start + (Tensor.Arange(results, device).To(ScalarType.Float32).Reshape(results, 1) + 0.5) * step;
        var pixel = Tensor.Arange(pixels, device).To(ScalarType.Float32) + 0.5;
        var inside = (pixel >= start).And(pixel <= start + length).To(ScalarType.Float32);
        var weights = (1 - (pixel - centre).Abs() / step.Clamp(1)).Clamp(0) * inside;
        return weights / weights.Sum(3, keep: true);
    }
}
