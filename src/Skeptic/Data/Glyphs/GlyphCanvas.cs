using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>A small sheet of paper: ink in [0, 1] a pixel.</summary>
internal sealed class GlyphCanvas
{
    private const int Side = Glyphs.Side;

    private readonly double[] _ink = new double[Side * Side];
    private readonly double[] _scratch = new double[Side * Side];

    public void Clear() => Array.Clear(_ink);

    /// <summary>Draws a chain of pieces with a round pen whose radius changes evenly along the way; the edge is one pixel soft.</summary>
    public void Draw(GlyphPoint[] chain, double startRadius, double endRadius, double darkness)
    {
        for (var i = 1; i < chain.Length; i++)
            Draw(chain[i - 1], chain[i], startRadius + (endRadius - startRadius) * i / chain.Length, darkness);
    }

    /// <summary>Spreads the ink: each pixel keeps 1 - amount and takes the rest from its neighbours (3 x 3, binomial).</summary>
    public void Blur(double amount)
    {
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                _scratch[y * Side + x] = 0.5 * At(x, y) + 0.25 * (At(x - 1, y) + At(x + 1, y));
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var above = y > 0 ? _scratch[(y - 1) * Side + x] : 0;
                var below = y < Side - 1 ? _scratch[(y + 1) * Side + x] : 0;
                _ink[y * Side + x] = (1 - amount) * At(x, y) + amount * (0.5 * _scratch[y * Side + x] + 0.25 * (above + below));
            }
    }

    /// <summary>Writes the sheet as bytes: ink is white on black as in MNIST, with grain of the given standard deviation on both.</summary>
    public void Develop(Span<byte> pixels, double grain, RandomStream random)
    {
        // The sum of four random bytes is close to normal: mean 510, standard deviation 147.8. One draw serves two pixels.
        var scale = grain / 147.8;
        for (var i = 0; i < pixels.Length; i += 2)
        {
            var bits = random.NextUInt64();
            pixels[i] = Level(_ink[i] * 255 + scale * (FourBytes((uint)bits) - 510));
            pixels[i + 1] = Level(_ink[i + 1] * 255 + scale * (FourBytes((uint)(bits >> 32)) - 510));
        }
    }

    private void Draw(GlyphPoint from, GlyphPoint to, double radius, double darkness)
    {
        var reach = radius + 1;
        var left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach));
        var right = Math.Min(Side - 1, (int)(Math.Max(from.X, to.X) + reach));
        var top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach));
        var bottom = Math.Min(Side - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var square = dx * dx + dy * dy;
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++)
            {
                var (px, py) = (x + 0.5 - from.X, y + 0.5 - from.Y);
                var along = square > 0 ? Math.Clamp((px * dx + py * dy) / square, 0, 1) : 0;
                var (ex, ey) = (px - along * dx, py - along * dy);
                var ink = darkness * Math.Clamp(radius + 0.5 - Math.Sqrt(ex * ex + ey * ey), 0, 1);
                ref var pixel = ref _ink[y * Side + x];
                pixel = Math.Max(pixel, ink);
            }
    }

    private double At(int x, int y) => x is < 0 or >= Side ? 0 : _ink[y * Side + x];

    private static int FourBytes(uint bits) => (int)((bits & 0xFF) + ((bits >> 8) & 0xFF) + ((bits >> 16) & 0xFF) + (bits >> 24));

    private static byte Level(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
