using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>A window of the old size, moved by up to <paramref name="padding"/> pixels each way.</summary>
internal sealed class Crop(int padding) : Operation
{
    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var maps = new Affine[images.Size(0)];
        for (var i = 0; i < maps.Length; i++)
        {
            var down = draws.NextInt(2 * padding + 1) - padding;
            maps[i] = Affine.Translation(draws.NextInt(2 * padding + 1) - padding, down);
        }
        return Warp.Nearest(images, maps);
    }
}

internal sealed class Flip(double probability) : Operation
{
    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var maps = new Affine[images.Size(0)];
        var mirror = Affine.Mirror(checked((int)images.Size(3)));
        for (var i = 0; i < maps.Length; i++) maps[i] = draws.NextDouble() < probability ? mirror : Affine.Identity;
        return Warp.Nearest(images, maps);
    }
}

internal sealed class Rotate(double degrees) : Operation
{
    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var maps = new Affine[images.Size(0)];
        for (var i = 0; i < maps.Length; i++)
            maps[i] = Affine.Rotation(Uniform(draws, -degrees, degrees), checked((int)images.Size(2)), checked((int)images.Size(3)));
        return Warp.Nearest(images, maps);
    }
}
