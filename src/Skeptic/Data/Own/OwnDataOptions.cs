using System.Globalization;
using Skeptic.Settings;

namespace Skeptic.Data;

/// <summary>What happens to pictures that cannot be decoded.</summary>
public enum OnBad
{
    Fail,
    Skip,
}

/// <summary>How data of one's own are read.</summary>
public sealed record OwnDataOptions
{
    [Option("SHA-256 of the data's labels and content; filled in from the data, and checked where it is given")]
    public string? Sha256 { get; init; }

    [Option("the side in pixels that pictures are given; 0: their own size where all have the same one of at most 64 x 64, else 32", Minimum = 0, Maximum = 1024)]
    public int ImageSize { get; init; }

    [Option("1: grey, 3: red, green and blue; 0: grey where every picture is", Minimum = 0, Maximum = 3)]
    public int Channels { get; init; }

    [Option("how pictures of other proportions become squares: the middle is cut out, the whole is padded, or squashed")]
    public PictureFit Fit { get; init; } = PictureFit.Crop;

    [Option("the colour under transparent pixels and around padded pictures, RRGGBB")]
    public string Background { get; init; } = "000000";

    [Option("what happens when pictures cannot be decoded: fail, or skip them and list them in skipped.csv")]
    public OnBad OnBad { get; init; }

    [Option("the share of every class that is held out as the test set, where the data name none", Minimum = 0, Above = true, Maximum = 0.9)]
    public double TestShare { get; init; } = 0.1;

    [Option("the seed that draws that share; other than seed, so that all runs are tested on the same samples")]
    public ulong TestSeed { get; init; }

    [Option("the column of a table that holds the labels; label where none is named")]
    public string? LabelColumn { get; init; }

    [Option("whether features are given mean 0 and deviation 1 by the training set's")]
    public bool Standardise { get; init; } = true;

    /// <summary>The background as 0xRRGGBB.</summary>
    internal int BackgroundColour => int.Parse(Background, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <exception cref="SettingsException">A value that does not fit.</exception>
    internal void Check()
    {
        if (Channels == 2) throw new SettingsException("data.channels is 2; it must be 0, 1 or 3");
        if (Background.Length != 6 || !int.TryParse(Background, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            throw new SettingsException($"data.background is '{Background}'; it must be six hexadecimal digits, such as FFFFFF for white");
    }
}
