using Skeptic.Cli.Page;

namespace Skeptic.Cli.Tests.Page;

public class PaletteTests
{
    /// <summary>Severity 1 on linear RGB: Machado, Oliveira and Fernandes 2009, table 1.</summary>
    public static TheoryData<string, double[]> Eyes => new()
    {
        { "usual", [1, 0, 0, 0, 1, 0, 0, 0, 1] },
        { "protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998] },
        { "deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881] },
        { "tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900] },
    };

    [Theory]
    [MemberData(nameof(Eyes))]
    public void Colours_stay_apart_for_all_eyes(string eyes, double[] seen)
    {
        foreach (Func<SeriesColour, string> shade in new[] { Palette.Light, Palette.Dark })
            foreach (var (i, first) in Palette.All.Index())
                foreach (var second in Palette.All.Skip(i + 1))
                    Assert.True(Distance(See(shade(first), seen), See(shade(second), seen)) > 14, $"{eyes}: {first} and {second} look alike");
    }

    [Fact]
    public void Lines_stand_out_from_the_paper_by_three_to_one()
    {
        Assert.All(Palette.All, colour => Assert.True(Contrast(Palette.Light(colour), "#ffffff") >= 3, $"{colour} on light paper"));
        Assert.All(Palette.All, colour => Assert.True(Contrast(Palette.Dark(colour), "#171b21") >= 3, $"{colour} on dark paper"));
    }

    [Fact]
    public void Colours_repeat_after_the_last() => Assert.Equal(Palette.At(0), Palette.At(Palette.All.Count));

    private static double[] Linear(string hex) =>
        [.. new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double Luminance(double[] rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

    private static double Contrast(string first, string second)
    {
        double[] lights = [Luminance(Linear(first)) + 0.05, Luminance(Linear(second)) + 0.05];
        return lights.Max() / lights.Min();
    }

    private static double[] See(string hex, double[] seen)
    {
        var rgb = Linear(hex);
        return [.. Enumerable.Range(0, 3).Select(row => Math.Max(0, Enumerable.Range(0, 3).Sum(column => seen[3 * row + column] * rgb[column])))];
    }

    /// <summary>CIE 1976 colour difference.</summary>
    private static double Distance(double[] first, double[] second) => Math.Sqrt(Lab(first).Zip(Lab(second), (a, b) => (a - b) * (a - b)).Sum());

    private static double[] Lab(double[] rgb)
    {
        var x = F((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        var y = F(Luminance(rgb));
        var z = F((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16 / 116.0;
    }
}
