using System.Globalization;

namespace Skeptic.Data;

/// <summary>
/// The ways each digit is written. A style is a list of strokes separated by '|', a stroke the points "x,y" it passes through in a box of
/// 100 x 100, y down; 'o' before the points closes it into a ring. A corner is the end of one stroke and the beginning of the next.
/// </summary>
internal static class GlyphStyles
{
    private static readonly string[][] s_texts =
    [
        [
            "o 50,8 74,20 82,50 74,80 50,92 26,80 18,50 26,20",
            "58,10 36,12 20,35 20,65 36,90 60,90 78,66 78,35 62,12 44,8",
            "o 50,6 68,22 70,50 68,78 50,94 32,78 30,50 32,22",
        ],
        [
            "52,8 50,50 49,92",
            "30,30 42,22 53,8|53,8 52,50 52,92",
            "32,28 44,20 53,8|53,8 53,92|32,92 74,92",
        ],
        [
            "22,28 34,10 58,8 76,24 70,46 44,70 20,90|20,90 50,89 80,90",
            "22,26 40,8 66,12 74,34 56,62 32,86 20,82 28,72 48,80 66,92 84,86",
            "20,30 28,14 48,7 70,14 76,32 64,52 38,72 22,90|22,90 50,91 80,86",
        ],
        [
            "22,18 44,7 70,14 72,34 46,47|46,47 76,58 76,82 48,94 20,84",
            "22,10 48,10 74,10|74,10 60,26 46,42|46,42 72,50 80,72 58,93 24,88",
            "24,14 52,6 74,22 60,42 40,46 62,49 80,68 64,90 36,94 18,82",
        ],
        [
            "30,8 26,32 22,58|22,58 50,57 82,56|66,12 65,50 64,92",
            "62,8 40,36 18,66|18,66 50,65 84,64|62,8 62,50 62,92",
            "26,12 24,42 40,54 70,46|72,10 66,50 60,92",
        ],
        [
            "74,10 52,10 30,10|30,10 28,28 26,46|26,46 50,37 76,50 76,76 50,92 22,84",
            "32,12 28,46 56,42 76,60 68,84 42,94 20,84|32,12 54,11 78,8",
            "76,12 44,10 30,24 36,44 62,52 76,70 60,90 24,90",
        ],
        [
            "66,8 38,28 22,60 30,86 54,94 74,80 70,58 48,52 26,66",
            "58,6 34,34 24,68 40,92 64,90 74,70 60,54 38,58 26,72",
            "72,20 56,8 34,16 22,44 24,74 44,93 68,88 78,68 66,50 44,48 26,62",
        ],
        [
            "20,12 50,13 80,12|80,12 58,48 44,92",
            "20,12 50,13 80,12|80,12 58,48 46,92|34,52 54,50 74,50",
            "20,26 21,12|21,12 50,12 80,10|80,10 66,46 52,92",
        ],
        [
            "o 68,18 48,7 28,22 40,42 62,54 76,74 52,94 26,76 38,56 62,40 72,26",
            "o 50,7 68,16 70,32 50,46 30,32 32,16|o 50,46 74,58 76,80 50,94 24,80 26,58",
        ],
        [
            "o 50,8 70,18 72,36 52,52 30,42 28,20|72,24 70,58 62,92",
            "o 50,8 70,18 72,36 52,52 30,42 28,20|72,26 74,62 60,90 30,88",
            "72,24 54,8 30,18 30,42 54,50 72,26 70,62 56,92",
        ],
    ];

    /// <summary>[digit][style][stroke], in the unit square.</summary>
    public static GlyphStroke[][][] All { get; } = Array.ConvertAll(s_texts, styles => Array.ConvertAll(styles, ParseStyle));

    private static GlyphStroke[] ParseStyle(string text) => Array.ConvertAll(text.Split('|'), Parse);

    private static GlyphStroke Parse(string text)
    {
        var closed = text.StartsWith('o');
        var points = text.TrimStart('o').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point =>
        {
            var numbers = point.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture) / 100.0).ToArray();
            return new GlyphPoint(numbers[0], numbers[1]);
        });
        return new(closed, [.. points]);
    }
}
