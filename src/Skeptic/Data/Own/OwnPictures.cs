using System.Text.Json.Nodes;
using Skeptic.Settings;

namespace Skeptic.Data;

/// <summary>From files of pictures to a data set.</summary>
internal sealed class OwnPictures(string path, IPictureSource source, SourceListing listing, OwnDataOptions options, LoadOptions load)
{
    private const int MostOwnSide = 64, DefaultSide = 32, MostListed = 10;

    public Dataset Load()
    {
        var (key, survey) = OwnData.Survey(source, listing, load);
        OwnData.CheckUnchanged(path, options, survey.Sha256);
        var shape = Shape(survey);
        var (pixels, bad) = PictureLoader.Load(source, listing, shape, key, load);
        var unusable = bad.Select(item => item.Index).ToHashSet();
        BadSample[] skipped = [.. bad.Select(item => new BadSample(listing.Samples[item.Index].Id, item.Reason))];
        if (skipped.Length > 0 && options.OnBad == OnBad.Fail) throw Refused(skipped);
        int[] rows = [.. Enumerable.Range(0, listing.Samples.Count).Where(row => !unusable.Contains(row))];
        if (rows.Length == 0) throw Refused(skipped);
        var parts = OwnParts.Of(path, listing, rows, options, load.TestsOnAll);
        // Over training pictures alone: neither what is tested nor the validation split has a say.
        int[] training = parts.Validation is null ? parts.Train : parts.Train[..^parts.Validation.Length];
        var normalisation = Normalisation.Measure(pixels, training);
        return new(
            OwnData.ShortName(path), OwnParts.Part(listing, Inputs(pixels, parts.Train), parts.Train, isTest: false),
            OwnParts.Part(listing, Inputs(pixels, parts.Test), parts.Test, isTest: true), listing.ClassNames, normalisation, path)
        {
            Own = new()
            {
                Remarks = [.. Remarks(parts, skipped)],
                Validation = parts.Validation,
                Annotations = listing.Annotations,
                Skipped = skipped,
                Sha256 = survey.Sha256,
                Preparation = new JsonObject
                {
                    ["width"] = shape.Width, ["height"] = shape.Height, ["channels"] = shape.Channels, ["fit"] = SettingNames.FromEnum(shape.Fit.ToString()),
                    ["background"] = options.Background.ToUpperInvariant(),
                },
            },
        };
    }

    private PictureShape Shape(PictureSurvey survey)
    {
        var channels = options.Channels > 0 ? options.Channels : survey.IsGrey ? 1 : 3;
        var isSmall = survey.Width is > 0 and <= MostOwnSide && survey.Height is > 0 and <= MostOwnSide;
        var (width, height) = options.ImageSize > 0 ? (options.ImageSize, options.ImageSize) : isSmall ? (survey.Width, survey.Height) : (DefaultSide, DefaultSide);
        return new(width, height, channels, options.Fit, options.BackgroundColour);
    }

    private static InputArray Inputs(PixelBlock pixels, int[] rows) => pixels.Array is { } array
        ? new ImageArray(array, pixels.Count, pixels.Shape.Channels, pixels.Shape.Height, pixels.Shape.Width).Select(rows)
        : new MappedImageArray(pixels, rows);

    private IEnumerable<string> Remarks(OwnParts parts, BadSample[] skipped)
    {
        foreach (var remark in listing.Remarks) yield return remark;
        if (skipped.Length > 0) yield return $"{skipped.Length} of {listing.Samples.Count} pictures cannot be used and are left out, the first being {skipped[0].Id} ({skipped[0].Reason})";
        if (parts.Remark is not null) yield return parts.Remark;
    }

    private SourceException Refused(BadSample[] bad)
    {
        var lines = string.Concat(bad.Take(MostListed).Select(item => $"\n  {item.Id}: {item.Reason}"));
        var more = bad.Length > MostListed ? $"\n  and {bad.Length - MostListed} more" : "";
        var remedy = bad.Length == listing.Samples.Count ? "None is left to train on." : "Repair or remove them, or leave them out with --on-bad skip.";
        return new($"{bad.Length} of {listing.Samples.Count} pictures in '{path}' cannot be used:{lines}{more}\n{remedy}");
    }
}
