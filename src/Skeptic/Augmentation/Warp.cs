using Skeptic.Torch;
using Skeptic.Torch.Operators;

namespace Skeptic.Augmentation;

/// <summary>Where an image's pixels come from: pixel (x, y) of the result is the pixel of the source in which (A x + B y + C, D x + E y + F) lies, x and y taken at pixel centres.</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    internal static Affine Identity => new(1, 0, 0, 0, 1, 0);

    /// <summary>The source lies this far to the right and down.</summary>
    internal static Affine Translation(double right, double down) => Identity with { C = right, F = down };

    internal static Affine Mirror(int width) => Identity with { A = -1, C = width };

    /// <summary>Turns the picture counter-clockwise about its centre.</summary>
    internal static Affine Rotation(double degrees, int height, int width)
    {
        var (sin, cos) = Randomness.PortableMath.SinCos(degrees * Math.PI / 180);
        var (x, y) = (width / 2.0, height / 2.0);
        return new(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
    }
}

/// <summary>Nearest-pixel sampling of a batch, one map an image, black outside.</summary>
/// <remarks>In 16-bit fixed point as Pillow samples, so that a coordinate between two pixels falls on the same side everywhere.</remarks>
internal static class Warp
{
    private const int FractionBits = 16;
    private const double Margin = 0.01;
    private static readonly Operator s_shiftRight = new("aten::bitwise_right_shift", "Tensor_Scalar");

    internal static Tensor Nearest(Tensor images, Affine[] maps)
    {
        var (count, channels, height, width) = (images.Size(0), images.Size(1), images.Size(2), images.Size(3));
        var (x, y) = (Tensor.Arange(width, images.Device), Tensor.Arange(height, images.Device).Reshape(height, 1));
        var right = Source(Array.ConvertAll(maps, map => (map.A, map.B, map.C)), x, y);
        var down = Source(Array.ConvertAll(maps, map => (map.D, map.E, map.F)), x, y);
        // Where a map is straight, columns come from columns and rows from rows, and these are as small as [B,1,W] and [B,H,1].
        var (insideRight, insideDown) = (Within(right, width), Within(down, height));
        var index = down * insideDown.To(ScalarType.Int64).MultiplyInPlace(width) + right * insideRight.To(ScalarType.Int64);
        var pixels = images.Reshape(count, channels, height * width).Gather(index.Reshape(count, 1, height * width).Expand(count, channels, height * width), 2);
        var view = pixels.Reshape(count, channels, height, width);
        return Leaves(maps, height, width) ? view.MultiplyInPlace(insideDown.And(insideRight).To(ScalarType.Float32).Unsqueeze(1)) : view;
    }

    /// <summary>floor(a x + b y + c) for one row of every image's map, int64 <c>[B,H,W]</c>; a size is 1 where the row does not depend on it.</summary>
    private static Tensor Source((double X, double Y, double Start)[] rows, Tensor x, Tensor y)
    {
        var count = rows.Length;
        var numbers = new long[3 * count];
        for (var i = 0; i < count; i++)
        {
            var (a, b, c) = rows[i];
            (numbers[i], numbers[i + count], numbers[i + 2 * count]) = (Fixed(a), Fixed(b), Fixed(c + 0.5 * a + 0.5 * b));
        }
        var columns = Tensor.From<long>(numbers, [3, count, 1, 1], x.Device);
        Tensor Column(int at) => columns.Rows(at, 1).Squeeze(0);
        var sum = Column(2);
        if (Array.Exists(rows, row => row.Y != 0)) sum += Column(1) * y;
        if (Array.Exists(rows, row => row.X != 0)) sum += Column(0) * x;
        return s_shiftRight.Call(sum, FractionBits);
    }

    private static Tensor Within(Tensor source, long size) => (source >= 0).And(source < size);

    /// <summary>Whether any image may show something from outside: the corners tell, with a margin for the rounding of maps.</summary>
    private static bool Leaves(Affine[] maps, long height, long width) => Array.Exists(maps, map =>
    {
        bool Outside(double x, double y) =>
            map.A * x + map.B * y + map.C is var right && map.D * x + map.E * y + map.F is var down && (right < Margin || right > width - Margin || down < Margin || down > height - Margin);
        var (x, y) = (width - 0.5, height - 0.5);
        return Outside(0.5, 0.5) || Outside(x, 0.5) || Outside(0.5, y) || Outside(x, y);
    });

    private static long Fixed(double value) => (long)Math.Floor(value * (1 << FractionBits) + 0.5);
}
