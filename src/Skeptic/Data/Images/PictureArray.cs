using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>Image files as inputs, [count, 3, side, side]: decoded when they are asked for, as too many to lie in memory. Thread-safe.</summary>
public sealed class PictureArray : InputArray
{
    private readonly string[] _files;
    private readonly PictureSize _size;

    /// <param name="files">Paths, one a sample.</param>
    public PictureArray(IReadOnlyList<string> files, PictureSize size)
    {
        _files = [.. files];
        _size = size;
        SampleShape = [3, size.Crop, size.Crop];
    }

    public override int Count => _files.Length;

    public override IReadOnlyList<int> SampleShape { get; }

    /// <summary>Bytes of one sample.</summary>
    internal int SampleLength => 3 * _size.Crop * _size.Crop;

    /// <summary>The same files, not yet decoded.</summary>
    public override PictureArray Select(ReadOnlySpan<int> indices)
    {
        var picked = new string[indices.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = _files[indices[i]];
        return new(picked, _size);
    }

    /// <summary>Decodes some samples one after the other into an array.</summary>
    /// <param name="workers">How many are decoded at a time.</param>
    /// <exception cref="DataException">An image is missing or damaged.</exception>
    internal unsafe void Read(long[] rows, Span<byte> pixels, int workers)
    {
        if (pixels.Length < rows.Length * SampleLength) throw new ArgumentException($"{rows.Length} images do not fit into {pixels.Length} bytes", nameof(pixels));
        try
        {
            // A span cannot enter the lambda; the memory stays where it is until all have been read.
            fixed (byte* first = pixels)
            {
                var start = (nint)first;
                Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers) },
                    i => Read((int)rows[i], new Span<byte>((byte*)start + (long)i * SampleLength, SampleLength)));
            }
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions.OfType<DataException>().FirstOrDefault() ?? exception.InnerExceptions[0]);
        }
    }

    internal override void ReadRow(int index, Span<float> values)
    {
        var pixels = new byte[SampleLength];
        Read(index, pixels);
        for (var i = 0; i < pixels.Length; i++)
            values[i] = pixels[i];
    }

    /// <summary>The files' bytes, not the pixels: that is as certain and takes no decoding.</summary>
    internal override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(Encoding.ASCII.GetBytes($"files {Count} {_size.Short} {_size.Crop}\n"));
        foreach (var file in _files)
        {
            byte[] content;
            try
            {
                content = File.ReadAllBytes(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"The image '{file}' cannot be read: {exception.Message}", exception);
            }

            hash.AppendData(Encoding.ASCII.GetBytes($"{content.Length}\n"));
            hash.AppendData(content);
        }
    }

    private void Read(int index, Span<byte> pixels) => _size.Fit(PictureFile.Read(_files[index]), pixels);
}
