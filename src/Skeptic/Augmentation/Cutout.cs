using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>
/// DeVries and Taylor, Improved Regularization of Convolutional Neural Networks with Cutout, 2017: the centre is any pixel, so a
/// square at the border is smaller. Rows [c - side/2, c - side/2 + side), columns alike.
/// </summary>
internal sealed class Cutout(int side) : Operation
{
    internal override bool AfterNormalisation => true;

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var (count, height, width) = (checked((int)images.Size(0)), checked((int)images.Size(2)), checked((int)images.Size(3)));
        var (tops, lefts) = (new long[count], new long[count]);
        for (var i = 0; i < count; i++) (tops[i], lefts[i]) = (draws.NextInt(height) - side / 2, draws.NextInt(width) - side / 2);

        Tensor Within(long[] starts, long length)
        {
            var start = Tensor.From<long>(starts, [count, 1], images.Device);
            var offset = Tensor.Arange(length, images.Device) - start;
            return (offset >= 0).And(offset < side);
        }

        var cut = Within(tops, height).Reshape(count, 1, height, 1).And(Within(lefts, width).Reshape(count, 1, 1, width));
        return images * cut.Not().To(images.Type);
    }
}
