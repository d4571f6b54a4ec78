using Skeptic.Data;
using Skeptic.Torch;

namespace Skeptic.Recovery;

/// <summary>A picture as planes of red, green and blue.</summary>
/// <param name="Planes"><c>[3,H,W]</c>.</param>
public sealed record PlanarImage(int Width, int Height, byte[] Planes)
{
    public static PlanarImage Of(Picture picture)
    {
        var plane = picture.Width * picture.Height;
        var planes = new byte[3 * plane];
        for (var i = 0; i < planes.Length; i++) planes[i % 3 * plane + i / 3] = picture.Rgb[i];
        return new(picture.Width, picture.Height, planes);
    }

    /// <summary>From values in [0,1], cut off there and rounded.</summary>
    /// <param name="planes"><c>[3,H,W]</c>.</param>
    public static PlanarImage Of(ReadOnlySpan<float> planes, int width, int height)
    {
        var bytes = new byte[planes.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Math.Round(255 * Math.Clamp(planes[i], 0f, 1f));
        return new(width, height, bytes);
    }

    /// <summary>In [0,1].</summary>
    public float[] ToFloats() => Array.ConvertAll(Planes, value => value / 255f);

    /// <summary>The same picture with its longer side at most this long: each pixel is the mean of the area that it covers.</summary>
    public PlanarImage Within(int longest)
    {
        if (Math.Max(Width, Height) <= longest) return this;
        var scale = (double)longest / Math.Max(Width, Height);
        int width = Math.Max(1, (int)Math.Round(Width * scale)), height = Math.Max(1, (int)Math.Round(Height * scale));
        var planes = new byte[3 * width * height];
        for (var c = 0; c < 3; c++)
        {
            var across = Shrink(Array.ConvertAll(Planes[(c * Width * Height)..((c + 1) * Width * Height)], value => (double)value), Width, Height, width);
            var down = Transpose(Shrink(Transpose(across, width, Height), Height, width, height), height, width);
            for (var i = 0; i < down.Length; i++) planes[c * width * height + i] = (byte)Math.Round(down[i]);
        }
        return new(width, height, planes);
    }

    /// <summary><c>[1,3,H,W]</c> in [0,1].</summary>
    internal Tensor ToTensor(Device device) => Tensor.From<float>(ToFloats(), [1, 3, Height, Width], device);

    /// <summary>Rows of <paramref name="to"/> means.</summary>
    private static double[] Shrink(double[] plane, int width, int height, int to)
    {
        var result = new double[height * to];
        var share = (double)width / to;
        for (var x = 0; x < to; x++)
        {
            double from = x * share, end = Math.Min(width, (x + 1) * share);
            for (var k = (int)from; k < width && k < end; k++)
            {
                var weight = (Math.Min(end, k + 1) - Math.Max(from, k)) / (end - from);
                for (var y = 0; y < height; y++) result[y * to + x] += weight * plane[y * width + k];
            }
        }
        return result;
    }

    private static double[] Transpose(double[] plane, int width, int height)
    {
        var turned = new double[plane.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) turned[x * height + y] = plane[y * width + x];
        return turned;
    }
}
