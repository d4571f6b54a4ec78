using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>Decodes all pictures of a source, several at a time, into memory or, where they are many, into a file; keeps the result where that pays.</summary>
internal static class PictureLoader
{
    /// <summary>Whether the result is worth a file: decoding it again would be felt.</summary>
    public static bool Pays(SourceListing listing, LoadOptions options)
        => listing.Samples.Count >= options.PaysFrom.Pictures || listing.Samples.Sum(sample => Math.Max(0, sample.Length)) >= options.PaysFrom.Bytes;

    /// <param name="key">Names the listing, see <see cref="PictureSurvey.KeyOf"/>.</param>
    /// <returns>All pictures in the order of the listing, and which of them are bad: their bytes mean nothing.</returns>
    /// <exception cref="DataException">The native library is missing, or there is no room for the result.</exception>
    public static (PixelBlock Pixels, IReadOnlyList<(int Index, string Reason)> Bad) Load(
        IPictureSource source, SourceListing listing, PictureShape shape, string key, LoadOptions options)
    {
        var count = listing.Samples.Count;
        var file = options.Cache is null ? null : Path.Combine(options.Cache, $"{KeyOf(key, shape)}.pixels");
        if (file is not null && DecodedFile.Open(file, count, shape, options.MostInMemory) is { } kept) return kept;
        ImageLibrary.Need();
        if ((long)count * shape.Length > options.MostInMemory) return ToFile(source, listing, shape, file, options);
        var array = new byte[count * shape.Length];
        var (bad, isLasting) = Decode(source, listing, shape, options, (index, pixels) => pixels.CopyTo(array.AsSpan(index * shape.Length)));
        var block = new PixelBlock(array, count, shape);
        if (file is not null && isLasting && Pays(listing, options)) DecodedFile.TryWrite(file, block, bad);
        return (block, bad);
    }

    /// <summary>Hands out every content once, to several threads.</summary>
    public static void ForEach(IPictureSource source, SourceListing listing, LoadOptions options, string phase, Action<int, Func<byte[]>> body)
    {
        var done = 0;
        var total = listing.Samples.Count;
        try
        {
            Parallel.ForEach(
                Partitioner.Create(source.Contents(listing), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = options.Cancel },
                content =>
                {
                    body(content.Index, content.Read);
                    options.Progress?.Report(new(phase, Interlocked.Increment(ref done), total));
                });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions.OfType<DataException>().FirstOrDefault() ?? e.InnerExceptions[0]);
        }
    }

    private static (PixelBlock, IReadOnlyList<(int, string)>) ToFile(IPictureSource source, SourceListing listing, PictureShape shape, string? file, LoadOptions options)
    {
        var bytes = (long)listing.Samples.Count * shape.Length;
        if (file is null) throw new DataException($"{listing.Samples.Count} decoded pictures take {bytes >> 20} MiB, which need a file; name a folder for it with SKEPTIC_CACHE.");
        try
        {
            using var writer = new DecodedFile.Writer(file, listing.Samples.Count, shape);
            var (bad, _) = Decode(source, listing, shape, options, writer.Put);
            return writer.Finish(bad);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{listing.Samples.Count} decoded pictures take {bytes >> 20} MiB, which cannot be written to '{Path.GetDirectoryName(file)}' ({e.Message}); name another folder with SKEPTIC_CACHE.", e);
        }
    }

    /// <returns>Bad pictures in the order of the listing, and whether their faults are lasting: no disk failed to answer.</returns>
    private static (IReadOnlyList<(int Index, string Reason)> Bad, bool IsLasting) Decode(
        IPictureSource source, SourceListing listing, PictureShape shape, LoadOptions options, PutPixels put)
    {
        var bad = new ConcurrentBag<(int Index, string Reason)>();
        var isLasting = true;
        using var buffers = new ThreadLocal<byte[]>(() => new byte[shape.Length]);
        ForEach(source, listing, options, "pictures decoded", (index, read) =>
        {
            try
            {
                PictureDecoder.Decode(read(), shape, buffers.Value);
                put(index, buffers.Value);
            }
            catch (PictureException e)
            {
                if (e.InnerException is IOException or UnauthorizedAccessException) Volatile.Write(ref isLasting, false);
                bad.Add((index, e.Message));
            }
            catch (OutOfMemoryException)
            {
                Volatile.Write(ref isLasting, false);
                bad.Add((index, "it does not fit into memory"));
            }
        });
        return ([.. bad.OrderBy(item => item.Index)], isLasting);
    }

    private static string KeyOf(string key, PictureShape shape)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{DecodedFile.Version} {key} {shape.Width} {shape.Height} {shape.Channels} {shape.Fit} {shape.Background}")))[..40];

    internal delegate void PutPixels(int index, ReadOnlySpan<byte> pixels);
}
