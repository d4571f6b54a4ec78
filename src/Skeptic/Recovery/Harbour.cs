using Skeptic.Randomness;

namespace Skeptic.Recovery;

/// <summary>A scene with what pictures are made of: smooth shading, edges, texture, and letters.</summary>
internal static class Harbour
{
    private const double Horizon = 0.52, Wall = 0.68;

    // SKEPTIC, seven rows of five points a letter.
    private static readonly string[] s_letters =
    [
        ".####|#...#|#####|####.|#####|.###.|.####",
        "#....|#..#.|#....|#...#|..#..|..#..|#....",
        "#....|#.#..|#....|#...#|..#..|..#..|#....",
        ".###.|##...|####.|####.|..#..|..#..|#....",
        "....#|#.#..|#....|#....|..#..|..#..|#....",
        "....#|#..#.|#....|#....|..#..|..#..|#....",
        "####.|#...#|#####|#....|..#..|.###.|.####",
    ];

    /// <param name="x">From 0 at the left to 1.</param>
    /// <param name="y">From 0 at the top to 1.</param>
    internal static (double R, double G, double B) Colour(double x, double y)
    {
        if (Sign(x, y) is { } sign) return sign;
        if (Boat(x, y) is { } boat) return boat;
        if (y > Wall + 0.14 * x) return Bricks(x, y);
        if (y > Horizon) return Water(x, y);
        return Hills(x, y) ?? Sky(x, y);
    }

    private static (double, double, double) Sky(double x, double y)
    {
        var toSun = Math.Sqrt((x - 0.78) * (x - 0.78) + (y - 0.2) * (y - 0.2));
        if (toSun < 0.075) return (1, 0.93 - 2 * toSun, 0.62 - 3 * toSun);
        var glow = PortableMath.Exp(-7 * toSun);
        return (0.33 + 0.45 * y + 0.4 * glow, 0.5 + 0.4 * y + 0.2 * glow, 0.82 + 0.05 * y - 0.15 * glow);
    }

    private static (double, double, double)? Hills(double x, double y)
    {
        var near = 0.45 + 0.05 * PortableMath.SinCos(7 * x + 1).Sin + 0.012 * PortableMath.SinCos(41 * x).Sin;
        if (y > near) return (0.16 + 0.3 * (y - near), 0.3 + 0.9 * (y - near), 0.2);
        var far = 0.38 + 0.06 * PortableMath.SinCos(5 * x + 3.4).Sin;
        return y > far ? (0.42, 0.5 + 0.3 * (y - far), 0.58) : null;
    }

    private static (double, double, double) Water(double x, double y)
    {
        var depth = y - Horizon;
        var wave = PortableMath.SinCos(26 / (depth + 0.12) + 5 * PortableMath.SinCos(9 * x).Sin).Sin;
        var shine = 0.35 * PortableMath.Exp(-60 * (x - 0.78) * (x - 0.78));
        return (0.12 + 0.05 * wave + shine, 0.3 + 0.06 * wave + 0.8 * shine + 0.3 * depth, 0.46 + 0.1 * wave + 0.3 * shine);
    }

    private static (double, double, double)? Boat(double x, double y)
    {
        double across = x - 0.3, down = y - 0.16;
        if (Math.Abs(across) < 0.006 && down is > 0 and < 0.4) return (0.25, 0.16, 0.1);
        if (down is > 0.02 and < 0.34 && across > 0.012 && across < 0.55 * (down - 0.02)) return (0.97 - across, 0.95 - across, 0.9 - 0.6 * across);
        if (down is > 0.06 and < 0.34 && across < -0.012 && across > -0.4 * (down - 0.06)) return Math.Floor(down * 22) % 2 == 0 ? (0.86, 0.17, 0.14) : (0.96, 0.94, 0.9);
        return down is > 0.37 and < 0.45 && Math.Abs(across) < 0.24 - 1.1 * (down - 0.37) ? (0.45 - 1.5 * (down - 0.37), 0.2, 0.12) : null;
    }

    private static (double, double, double) Bricks(double x, double y)
    {
        double row = Math.Floor(y * 30), along = x * 15 + (row % 2 == 0 ? 0 : 0.5);
        double u = along - Math.Floor(along), v = y * 30 - row;
        if (u < 0.07 || v < 0.13) return (0.72, 0.69, 0.64);
        var tone = 0.12 * PortableMath.SinCos((Math.Floor(along) * 37 + row * 91) % 97).Sin + 0.05 * v;
        return (0.62 + tone, 0.32 + 0.6 * tone, 0.22 + 0.4 * tone);
    }

    private static (double, double, double)? Sign(double x, double y)
    {
        double across = (x - 0.1) / 0.62, down = (y - 0.84) / 0.115;
        if (across is < 0 or > 1 || down is < 0 or > 1) return null;
        if (across is < 0.012 or > 0.988 || down is < 0.07 or > 0.93) return (0.1, 0.1, 0.12);
        var (column, row) = ((int)Math.Floor((across - 0.04) / 0.92 * 42), (int)Math.Floor((down - 0.16) / 0.68 * 7));
        var inked = column is >= 0 and < 42 && row is >= 0 and < 7 && column % 6 < 5 && s_letters[row].Split('|')[column / 6][column % 6] == '#';
        return inked ? (0.12, 0.13, 0.2) : (0.95, 0.9 - 0.1 * across, 0.72);
    }
}
