using Skeptic.Data;

namespace Skeptic.Cli.Reviewing;

/// <summary>Pictures as files or members of archives.</summary>
/// <param name="read">The bytes of a row's picture, null where it has none; throws a <see cref="PictureException"/>.</param>
/// <param name="kept">Thumbnails that are made already.</param>
internal sealed class EncodedPictures(Func<int, byte[]?> read, ThumbnailFile? kept) : ISampleContent
{
    public ContentKind Kind => ContentKind.Pictures;

    public byte[]? Thumbnail(int row)
    {
        if (kept?.Find(row) is { } made) return made;
        try
        {
            if (read(row) is not { } bytes) return null;
            var (width, height) = Thumbnails.Fit(PictureHeader.Read(bytes).Upright);
            var planes = new byte[3 * width * height];
            PictureDecoder.Decode(bytes, new PictureShape(width, height, 3, PictureFit.Squash, Background: 0x808080), planes);
            var png = Thumbnails.Png(planes, 3, height, width)!;
            kept?.Add(row, png);
            return png;
        }
        catch (PictureException)
        {
            return null; // The page shows a tile without a picture.
        }
    }

    public Picture? Full(int row)
    {
        try
        {
            return read(row) is { } bytes ? new(bytes, TypeOf(PictureHeader.Read(bytes).Format)) : null;
        }
        catch (PictureException)
        {
            return null;
        }
    }

    private static string TypeOf(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "image/jpeg",
        PictureFormat.Png => "image/png",
        PictureFormat.Bmp => "image/bmp",
        PictureFormat.Webp => "image/webp",
        _ => "image/gif",
    };
}
