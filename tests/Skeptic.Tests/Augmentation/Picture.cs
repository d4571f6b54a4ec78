using Skeptic.Augmentation;
using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>Small images for operations to work on.</summary>
internal static class Picture
{
    /// <summary>What an operation makes of <paramref name="copies"/> of one image <c>[C,H,W]</c>, one array an image.</summary>
    internal static float[][] Apply(Operation operation, float[] pixels, int channels, int height, int width, int copies = 1, ulong seed = 1)
    {
        using var scope = Scope.Open();
        var images = Tensor.From(pixels).Reshape(1, channels, height, width).Expand(copies, channels, height, width).Contiguous();
        var before = images.ToArray<float>();
        var after = operation.Apply(images, new RandomStream(seed));
        Assert.Equal(before, images.ToArray<float>());
        Assert.Equal(copies, after.Size(0));
        return [.. after.ToArray<float>().Chunk((int)(after.Count / copies))];
    }

    internal static float[] Ramp(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];
}
