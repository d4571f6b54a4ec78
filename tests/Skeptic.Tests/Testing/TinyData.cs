using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Tests;

/// <summary>A data set that trains in milliseconds: 8x8 images of three classes, each with a bright square at a place of its own, on noise.</summary>
internal static class TinyData
{
    internal const string Name = "tiny";
    internal const int Classes = 3;
    private const int Side = 8;
    private static readonly (int Row, int Column)[] s_places = [(0, 0), (0, 4), (4, 2)];

    internal static Dataset Images(int train = 120, int test = 60) =>
        new(Name, Draw(train, 1), Draw(test, 2), ["left", "right", "bottom"], new Normalisation([0.4], [0.3]), "drawn by a test");

    private static LabelledData Draw(int count, ulong seed)
    {
        var draws = new RandomStream(seed);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % Classes;
            var (row, column) = s_places[labels[i]];
            for (var y = 0; y < Side; y++)
                for (var x = 0; x < Side; x++)
                {
                    var inside = y >= row && y < row + 4 && x >= column && x < column + 4;
                    pixels[(i * Side + y) * Side + x] = (byte)((inside ? 110 : 20) + draws.NextInt(120));
                }
        }
        return new LabelledData(new ImageArray(pixels, count, 1, Side, Side), labels);
    }
}
