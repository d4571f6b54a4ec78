namespace Skeptic.Data;

/// <summary>What a file's first bytes say that it is.</summary>
public enum PictureFormat
{
    Jpeg,
    Png,
    Bmp,
    Webp,
    Gif,
}

/// <summary>How a picture becomes one of another shape.</summary>
public enum PictureFit
{
    /// <summary>Both sides to the wanted ones; proportions are lost.</summary>
    Squash,

    /// <summary>The largest middle part of the wanted proportions.</summary>
    Crop,

    /// <summary>The whole picture, with the background around it.</summary>
    Pad,
}

/// <summary>A picture cannot be used; the message is the reason, without the file's name.</summary>
public sealed class PictureException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What pictures are made to be.</summary>
/// <param name="Channels">1: grey (ITU-R 601 luma), 3: red, green, blue.</param>
/// <param name="Background">Red, green and blue as 0xRRGGBB: under transparent pixels, and around padded pictures.</param>
public sealed record PictureShape(int Width, int Height, int Channels, PictureFit Fit = PictureFit.Squash, int Background = 0)
{
    /// <summary>Above this many pixels a file is refused by its header, before anything is decoded.</summary>
    public const long MostPixels = 1 << 27;

    /// <summary>Above this many bytes a file is not read.</summary>
    public const long MostBytes = 1 << 28;

    public int Length => checked(Channels * Height * Width);
}
