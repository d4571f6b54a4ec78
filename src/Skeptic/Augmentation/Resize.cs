using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Augmentation;

internal sealed class Resize(int side) : Operation
{
    internal override (int Height, int Width) Size(int height, int width) =>
        height <= width ? (side, Math.Max(side, (int)((long)side * width / height))) : (Math.Max(side, (int)((long)side * height / width)), side);

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var (height, width) = (checked((int)images.Size(2)), checked((int)images.Size(3)));
        var size = Size(height, width);
        if (size == (height, width)) return images;
        return Resample.Bilinear(images, [.. Enumerable.Repeat(new Box(0, 0, height, width), checked((int)images.Size(0)))], size.Height, size.Width);
    }
}

internal sealed class CentreCrop(int side) : Operation
{
    internal override (int Height, int Width) Size(int height, int width) => height >= side && width >= side
        ? (side, side)
        : throw new Settings.SettingsException($"centre-crop:{side} does not fit into images of {height}x{width}; take at most {Math.Min(height, width)}, or resize before");

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var (height, width) = ((int)images.Size(2), (int)images.Size(3));
        // The odd pixel goes as torchvision's rounding sends it.
        var (top, left) = ((int)Math.Round((height - side) / 2.0), (int)Math.Round((width - side) / 2.0));
        return images.Narrow(2, top, side).Narrow(3, left, side);
    }
}

/// <summary>Szegedy et al., Going Deeper with Convolutions, CVPR 2015, as torchvision draws it: ten attempts, then the largest box in the middle of a legal shape.</summary>
internal sealed class RandomResizedCrop(int side) : Operation
{
    private const double SmallestArea = 0.08, Widest = 4.0 / 3;
    private const int Attempts = 10;

    internal override (int Height, int Width) Size(int height, int width) => (side, side);

    internal override Tensor Apply(Tensor images, RandomStream draws)
    {
        var (height, width) = ((int)images.Size(2), (int)images.Size(3));
        var boxes = new Box[images.Size(0)];
        for (var i = 0; i < boxes.Length; i++) boxes[i] = Draw(height, width, draws);
        return Resample.Bilinear(images, boxes, side, side);
    }

    internal static Box Draw(int height, int width, RandomStream draws)
    {
        var widest = PortableMath.Log(Widest);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = Uniform(draws, SmallestArea, 1) * height * width;
            var ratio = PortableMath.Exp(Uniform(draws, -widest, widest));
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (w < 1 || h < 1 || w > width || h > height) continue;
            var top = draws.NextInt(height - h + 1);
            return new(top, draws.NextInt(width - w + 1), h, w);
        }
        var shape = (double)width / height;
        var (boxHeight, boxWidth) = shape > Widest ? (height, (int)Math.Round(height * Widest)) : shape < 1 / Widest ? ((int)Math.Round(width * Widest), width) : (height, width);
        return new((height - boxHeight) / 2, (width - boxWidth) / 2, boxHeight, boxWidth);
    }
}
