using Skeptic.Randomness;

namespace Skeptic.Data;

/// <summary>One writing of one digit: where the hand deviates from the skeleton. Maps the unit square to pixels.</summary>
internal sealed class GlyphHand
{
    private const int Grid = 4;
    private const double Centre = Glyphs.Side / 2.0;

    private readonly double _xx, _xy, _yx, _yy, _dx, _dy;
    private readonly GlyphPoint[] _bend = new GlyphPoint[Grid * Grid];
    private readonly RandomStream _random;
    private readonly double _tremor;

    public GlyphHand(RandomStream random, double distortion)
    {
        _random = random;
        var (sin, cos) = PortableMath.SinCos(distortion * 0.17 * Bounded());
        var slant = distortion * 0.26 * Bounded();
        var height = 19.5 * (1 + distortion * 0.11 * Bounded());
        var width = height * (0.86 + distortion * 0.14 * Bounded());
        // Slant first, then size, then rotation.
        _xx = cos * width;
        _xy = -cos * slant * height - sin * height;
        _yx = sin * width;
        _yy = -sin * slant * height + cos * height;
        _dx = Centre + distortion * 1.2 * Bounded();
        _dy = Centre + distortion * 1.2 * Bounded();
        for (var i = 0; i < _bend.Length; i++)
            _bend[i] = new(distortion * 0.054 * Bounded(), distortion * 0.054 * Bounded());
        _tremor = distortion * 0.021;
    }

    /// <summary>The stroke's points as this hand puts them, in pixels.</summary>
    public GlyphStroke Write(GlyphStroke stroke) => stroke with { Points = Array.ConvertAll(stroke.Points, Place) };

    private GlyphPoint Place(GlyphPoint point)
    {
        var bent = point + Bend(point) + new GlyphPoint(_tremor * Bounded(), _tremor * Bounded());
        var x = bent.X - 0.5;
        var y = bent.Y - 0.5;
        return new(_dx + _xx * x + _xy * y, _dy + _yx * x + _yy * y);
    }

    /// <summary>A smooth random displacement: bilinear between the knots of a coarse grid (elastic distortion).</summary>
    private GlyphPoint Bend(GlyphPoint point)
    {
        var x = Math.Clamp(point.X, 0, 1) * (Grid - 1);
        var y = Math.Clamp(point.Y, 0, 1) * (Grid - 1);
        var column = Math.Min((int)x, Grid - 2);
        var row = Math.Min((int)y, Grid - 2);
        var (u, v) = (x - column, y - row);
        var knot = row * Grid + column;
        return (1 - v) * ((1 - u) * _bend[knot] + u * _bend[knot + 1]) + v * ((1 - u) * _bend[knot + Grid] + u * _bend[knot + Grid + 1]);
    }

    /// <summary>A standard normal number cut at 2.2: hands differ, but nobody's digit leaves the paper.</summary>
    private double Bounded() => Math.Clamp(_random.NextGaussian(), -2.2, 2.2);
}
