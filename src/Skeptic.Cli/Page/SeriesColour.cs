namespace Skeptic.Cli.Page;

/// <summary>
/// The colours of runs. Each has a shade for light and one for dark paper, chosen to stay apart for readers with
/// protanopia, deuteranopia and tritanopia (Machado et al. 2009) and to stand out from the paper by 3:1 or more.
/// </summary>
public enum SeriesColour
{
    Vermilion,
    Blue,
    Green,
    Gold,
    Purple,
    Slate,
}

/// <summary>The shades of <see cref="SeriesColour"/>.</summary>
public static class Palette
{
    private static readonly (string Light, string Dark)[] Shades =
    [
        ("#ad3512", "#f0673c"),
        ("#0b53b0", "#8fc0ff"),
        ("#0d9c72", "#2fe0aa"),
        ("#b58a14", "#f3d24c"),
        ("#d650bd", "#d05fe0"),
        ("#464d5c", "#838d9a"),
    ];

    public static IReadOnlyList<SeriesColour> All { get; } = Enum.GetValues<SeriesColour>();

    public static string Light(SeriesColour colour) => Shades[(int)colour].Light;

    public static string Dark(SeriesColour colour) => Shades[(int)colour].Dark;

    /// <summary>The colour of the run at <paramref name="index"/>; they repeat after the last.</summary>
    public static SeriesColour At(int index) => All[index % All.Count];

    /// <summary>The class that gives an element its <c>--ink</c>: <c>c-blue</c>.</summary>
    internal static string Class(SeriesColour colour) => "c-" + colour.ToString().ToLowerInvariant();
}
