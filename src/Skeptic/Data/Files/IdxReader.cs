using System.Buffers.Binary;
using System.IO.Compression;

namespace Skeptic.Data;

/// <summary>
/// Reads the idx files of MNIST and its relatives, plain or gzip-compressed: a big-endian magic number (2051 images, 2049 labels), one
/// big-endian size a dimension, then one byte a value.
/// </summary>
public static class IdxReader
{
    private const int ImagesMagic = 2051;
    private const int LabelsMagic = 2049;

    /// <returns>Images with one channel, [count, 1, height, width].</returns>
    /// <exception cref="DataException">Missing, cut short, too long, damaged, or not an idx file of images.</exception>
    public static ImageArray ReadImages(string file)
    {
        var (pixels, sizes) = Read(file, ImagesMagic, dimensions: 3, "images");
        return new(pixels, sizes[0], channels: 1, sizes[1], sizes[2]);
    }

    /// <returns>Labels, [count].</returns>
    /// <exception cref="DataException">Missing, cut short, too long, damaged, or not an idx file of labels.</exception>
    public static int[] ReadLabels(string file)
        => Array.ConvertAll(Read(file, LabelsMagic, dimensions: 1, "labels").Values, label => (int)label);

    /// <exception cref="DataException">As for the two files, or they hold different numbers of samples.</exception>
    public static LabelledData ReadPair(string imagesFile, string labelsFile)
    {
        var images = ReadImages(imagesFile);
        var labels = ReadLabels(labelsFile);
        return images.Count == labels.Length
            ? new(images, labels)
            : throw new DataException($"'{imagesFile}' holds {images.Count} images but '{labelsFile}' {labels.Length} labels; the two "
                + "files do not belong together.");
    }

    private static (byte[] Values, int[] Sizes) Read(string file, int magic, int dimensions, string what)
    {
        try
        {
            using var raw = File.OpenRead(file);
            if (!IsGzip(raw))
                return Read(raw, file, magic, dimensions, what);
            using var unzipped = new GZipStream(raw, CompressionMode.Decompress);
            return Read(unzipped, file, magic, dimensions, what);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"'{file}' is damaged: its gzip compression cannot be undone. Download it again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private static (byte[] Values, int[] Sizes) Read(Stream stream, string file, int magic, int dimensions, string what)
    {
        Span<byte> header = stackalloc byte[4 * (1 + dimensions)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read >= 4 && BinaryPrimitives.ReadInt32BigEndian(header) is var found && found != magic)
            throw new DataException(Mistaken(file, found, magic, what));
        if (read < header.Length)
            throw new DataException($"'{file}' is cut short: it ends after {read} bytes, within its header. Download it again.");

        var sizes = new int[dimensions];
        var length = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 * (i + 1))..]);
            length *= sizes[i];
            if (sizes[i] < 0 || length > Array.MaxLength)
                throw new DataException(
                    $"'{file}' is damaged: its header announces {string.Join(" x ", sizes[..(i + 1)])} values. Download it again.");
        }

        var values = new byte[length];
        var filled = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (filled < values.Length)
            throw new DataException(
                $"'{file}' is cut short: its header announces {length} bytes of {what}, but only {filled} follow. Download it again.");
        // Reading on past the last value also makes gzip check its own checksum.
        if (stream.ReadByte() >= 0)
            throw new DataException($"'{file}' is too long: more bytes follow the {length} that its header announces. Download it again.");
        return (values, sizes);
    }

    private static string Mistaken(string file, int found, int expected, string what) => found switch
    {
        ImagesMagic => $"'{file}' holds images where {what} are expected; the files of the pair seem to be exchanged.",
        LabelsMagic => $"'{file}' holds labels where {what} are expected; the files of the pair seem to be exchanged.",
        _ => $"'{file}' is not an idx file of {what}: it begins with {found} instead of {expected}. Download it again.",
    };

    private static bool IsGzip(FileStream raw)
    {
        Span<byte> mark = stackalloc byte[2];
        var read = raw.ReadAtLeast(mark, 2, throwOnEndOfStream: false);
        raw.Position = 0;
        return read == 2 && mark[0] == 0x1F && mark[1] == 0x8B;
    }
}
