namespace Skeptic.Data;

/// <summary>
/// Decodes PNG, JPEG, PGM, PPM and BMP, whatever the file's name says. Transparency is dropped, 16 bits become 8 by their upper half, and
/// the orientation that a camera noted is ignored, as by the loaders of PyTorch.
/// </summary>
public static class PictureFile
{
    internal static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".pgm", ".ppm", ".bmp"];

    /// <exception cref="DataException">Missing, damaged, cut short, or of another format.</exception>
    public static Picture Read(string file)
    {
        try
        {
            return Decode(File.ReadAllBytes(file));
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"The image '{file}' cannot be decoded: {exception.Message.TrimEnd('.')}. Remove or replace it.", exception);
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new DataException($"The image '{file}' cannot be decoded: its content is damaged. Remove or replace it.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The image '{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private static Picture Decode(byte[] data) => data switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Png.Decode(data),
        [0xFF, 0xD8, ..] => new Jpeg(data).Decode(),
        [(byte)'B', (byte)'M', ..] => Bmp.Decode(data),
        [(byte)'P', (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6', ..] => new Pnm(data).Decode(),
        [] => throw new InvalidDataException("it is empty"),
        _ => throw new InvalidDataException("it is neither PNG nor JPEG, PGM, PPM or BMP"),
    };
}
