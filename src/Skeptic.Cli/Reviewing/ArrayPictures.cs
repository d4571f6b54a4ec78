using Skeptic.Data;

namespace Skeptic.Cli.Reviewing;

/// <summary>Pictures of a data set that lies in memory; encoded when they are asked for, which takes no longer than reading them from a file.</summary>
/// <param name="find">Which array holds a row, and where; null where none does.</param>
internal sealed class ArrayPictures(Func<int, (ImageArray Images, int Index)?> find) : ISampleContent
{
    public ContentKind Kind => ContentKind.Pictures;

    public byte[]? Thumbnail(int row) => find(row) is var (images, index) ? Thumbnails.Png(images[index], images.Channels, images.Height, images.Width) : null;

    public Picture? Full(int row) => Thumbnail(row) is { } png ? new(png, "image/png") : null;
}
