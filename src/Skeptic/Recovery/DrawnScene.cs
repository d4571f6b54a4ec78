using Skeptic.Randomness;
using Skeptic.Settings;

namespace Skeptic.Recovery;

/// <summary>Pictures that the program draws, the same bytes on every machine: means of nine samples a pixel.</summary>
public static class DrawnScene
{
    private const int Samples = 3;

    public static IReadOnlyList<(string Name, string Summary)> All { get; } =
    [
        ("harbour", "a shaded sky, hills, a boat with sharp edges, waves, bricks, and a sign with letters"),
        ("rings", "rings that grow finer outwards, in three colours"),
    ];

    /// <exception cref="SettingsException">There is no such scene.</exception>
    public static PlanarImage Draw(string name, int side)
    {
        Func<double, double, (double R, double G, double B)> colour = name switch
        {
            "harbour" => Harbour.Colour,
            "rings" => Rings,
            _ => throw SettingsException.Unknown("drawn picture", name, [.. All.Select(entry => entry.Name)]),
        };
        var planes = new byte[3 * side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                double r = 0, g = 0, b = 0;
                for (var i = 0; i < Samples * Samples; i++)
                {
                    var part = colour((x + (i % Samples + 0.5) / Samples) / side, (y + (i / Samples + 0.5) / Samples) / side);
                    (r, g, b) = (r + part.R, g + part.G, b + part.B);
                }
                foreach (var (c, sum) in (ReadOnlySpan<(int, double)>)[(0, r), (1, g), (2, b)])
                    planes[(c * side + y) * side + x] = (byte)Math.Round(255 * Math.Clamp(sum / (Samples * Samples), 0, 1));
            }
        return new(side, side, planes);
    }

    private static (double, double, double) Rings(double x, double y)
    {
        double Wave(double atX, double atY) => 0.5 + 0.42 * PortableMath.SinCos(90 * ((x - atX) * (x - atX) + (y - atY) * (y - atY))).Cos;
        return (Wave(0.35, 0.4), Wave(0.5, 0.55), Wave(0.62, 0.38));
    }
}
