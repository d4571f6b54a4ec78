namespace Skeptic.Data;

/// <summary>
/// Reads the binary version of CIFAR: records of one label byte (CIFAR-100: one coarse, then one fine) and 3,072 bytes, the red, green and
/// blue plane of 32 x 32 pixels, row by row.
/// </summary>
public static class CifarBinaryReader
{
    private const int Side = 32;
    private const int Channels = 3;
    private const int ImageLength = Channels * Side * Side;

    /// <param name="files">Read one after the other into one array.</param>
    /// <param name="recordsPerFile">
    /// What every file must hold, or null to accept any number: a copy cut at a whole record is found only by counting.
    /// </param>
    /// <exception cref="DataException">Missing, cut short, of another size, or a label outside 0..9.</exception>
    public static LabelledData ReadCifar10(IReadOnlyList<string> files, int? recordsPerFile = null)
    {
        var (images, labels) = Read(files, labelBytes: 1, recordsPerFile);
        return new(images, Column(labels, 1, 0, classes: 10, files));
    }

    /// <returns>Fine labels 0..99 as the labels, coarse ones 0..19 in <see cref="LabelledData.CoarseLabels"/>.</returns>
    /// <inheritdoc cref="ReadCifar10"/>
    public static LabelledData ReadCifar100(IReadOnlyList<string> files, int? recordsPerFile = null)
    {
        var (images, labels) = Read(files, labelBytes: 2, recordsPerFile);
        return new(images, Column(labels, 2, 1, classes: 100, files)) { CoarseLabels = Column(labels, 2, 0, classes: 20, files) };
    }

    private static (ImageArray Images, byte[] Labels) Read(IReadOnlyList<string> files, int labelBytes, int? recordsPerFile)
    {
        var record = labelBytes + ImageLength;
        var counts = files.Select(file => CountRecords(file, record, recordsPerFile)).ToArray();
        var total = counts.Sum();
        var pixels = new byte[(long)total * ImageLength];
        var labels = new byte[total * labelBytes];
        var done = 0;
        foreach (var (file, count) in files.Zip(counts))
        {
            try
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * record);
                for (var i = 0; i < count; i++, done++)
                {
                    stream.ReadExactly(labels, done * labelBytes, labelBytes);
                    stream.ReadExactly(pixels, done * ImageLength, ImageLength);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"'{file}' cannot be read: {exception.Message}", exception);
            }
        }

        return (new(pixels, total, Channels, Side, Side), labels);
    }

    private static int CountRecords(string file, int record, int? expected)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
            throw new DataException($"There is no file '{file}'.");
        if (expected is { } records && info.Length != (long)records * record)
            throw new DataException($"'{file}' has {info.Length} bytes instead of {(long)records * record}; it is "
                + $"{(info.Length < (long)records * record ? "cut short" : "too long")}. Download it again.");
        if (info.Length == 0 || info.Length % record != 0)
            throw new DataException($"'{file}' has {info.Length} bytes, which is not a whole number of CIFAR records of {record} bytes; "
                + "it is cut short or of another format. Download it again.");
        return (int)(info.Length / record);
    }

    private static int[] Column(byte[] labels, int width, int column, int classes, IReadOnlyList<string> files)
    {
        var values = new int[labels.Length / width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = labels[i * width + column];
            if (values[i] >= classes)
                throw new DataException($"Record {i} of '{string.Join("', '", files)}' has label {values[i]}, outside 0 to "
                    + $"{classes - 1}; the file is damaged or of another format. Download it again.");
        }

        return values;
    }
}
