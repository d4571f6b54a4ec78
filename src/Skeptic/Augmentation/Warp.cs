using Skeptic.Torch;

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
    private const int One = 1 << 16;

    internal static Tensor Nearest(Tensor images, IReadOnlyList<Affine> maps)
    {
        var (count, channels, height, width) = (images.Size(0), images.Size(1), images.Size(2), images.Size(3));
        var (x, y) = (Tensor.Arange(width, images.Device), Tensor.Arange(height, images.Device).Reshape(height, 1));

        Tensor Source(Func<Affine, (double X, double Y, double Start)> row)
        {
            var numbers = new long[3 * maps.Count];
            for (var i = 0; i < maps.Count; i++)
            {
                var (a, b, c) = row(maps[i]);
                (numbers[i], numbers[i + maps.Count], numbers[i + 2 * maps.Count]) = (Fixed(a), Fixed(b), Fixed(c + 0.5 * a + 0.5 * b));
            }
            var columns = Tensor.From<long>(numbers, [3, count, 1, 1], images.Device);
            Tensor Column(int at) => columns.Rows(at, 1).Squeeze(0);
            return (Column(0) * x + (Column(1) * y + Column(2))).FloorDivide(One);
        }

        var (right, down) = (Source(map => (map.A, map.B, map.C)), Source(map => (map.D, map.E, map.F)));
        var inside = (right >= 0).And(right < width).And(down >= 0).And(down < height);
        var index = (down.MultiplyInPlace(width) + right) * inside.To(ScalarType.Int64);
        var rows = images.Reshape(count, channels, height * width).Gather(index.Reshape(count, 1, height * width).Expand(count, channels, height * width), 2);
        return rows.Reshape(count, channels, height, width) * inside.To(ScalarType.Float32).Unsqueeze(1);
    }

    private static long Fixed(double value) => (long)Math.Floor(value * One + 0.5);
}
