namespace Skeptic.Data;

/// <summary>A point of a glyph: x to the right, y down.</summary>
internal readonly record struct GlyphPoint(double X, double Y)
{
    public static GlyphPoint operator +(GlyphPoint a, GlyphPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static GlyphPoint operator *(double scale, GlyphPoint point) => new(scale * point.X, scale * point.Y);
}

/// <summary>One movement of the pen: a smooth curve through its points (Catmull and Rom), closed into a ring or not.</summary>
internal sealed record GlyphStroke(bool Closed, GlyphPoint[] Points)
{
    private const int StepsPerSpan = 6;

    /// <summary>The curve as a chain of short straight pieces.</summary>
    public GlyphPoint[] Flatten()
    {
        var spans = Closed ? Points.Length : Points.Length - 1;
        var chain = new GlyphPoint[spans * StepsPerSpan + 1];
        chain[0] = Points[0];
        for (var span = 0; span < spans; span++)
            for (var step = 1; step <= StepsPerSpan; step++)
                chain[span * StepsPerSpan + step] = Between(span, step / (double)StepsPerSpan);
        return chain;
    }

    private GlyphPoint At(int index) => Closed
        ? Points[(index + Points.Length) % Points.Length]
        : Points[Math.Clamp(index, 0, Points.Length - 1)];

    private GlyphPoint Between(int span, double t)
    {
        var (before, from, to, after) = (At(span - 1), At(span), At(span + 1), At(span + 2));
        var linear = to + -1 * before;
        var quadratic = 2 * before + -5 * from + 4 * to + -1 * after;
        var cubic = 3 * from + -1 * before + -3 * to + after;
        return 0.5 * (2 * from + t * linear + t * t * quadratic + t * t * t * cubic);
    }
}
