namespace Skeptic.Randomness;

/// <summary>The purposes random numbers are drawn for. Renaming one changes every result that used it.</summary>
public static class Purposes
{
    public const string Noise = "noise";
    public const string Order = "order";
    public const string Init = "init";
    public const string Dropout = "dropout";
    public const string Augmentation = "augmentation";
    public const string Split = "split";
    public const string Glyphs = "glyphs";
    public const string Bootstrap = "bootstrap";
}
