using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Skeptic.Data;

/// <summary>What one look at every file tells before anything is decoded.</summary>
/// <param name="Sha256">Over classes and, of every sample in its order, id, label, part and the digest of its file.</param>
/// <param name="Width">Of all pictures, upright; 0 where they differ.</param>
/// <param name="IsGrey">Whether no picture has colours by its header.</param>
internal sealed record PictureSurvey(string Sha256, int Width, int Height, bool IsGrey)
{
    private const string Unreadable = "unreadable";
    private const int Version = 1;

    /// <summary>Names a listing by what a directory tells of it: whatever is kept for it holds as long as no file is written to.</summary>
    public static string KeyOf(SourceListing listing)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, $"{Version}\n{string.Join('\0', listing.ClassNames)}\n");
        foreach (var sample in listing.Samples)
            Append(hash, $"{sample.Id}\0{sample.Label}\0{sample.Part}\0{sample.CleanLabel}\0{sample.File}\0{sample.Offset}\0{sample.Length}\0{sample.Written}\n");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static PictureSurvey Of(IPictureSource source, SourceListing listing, string key, LoadOptions options)
    {
        var kept = options.Cache is null ? null : Path.Combine(options.Cache, key + ".survey.json");
        if (kept is not null && Read(kept) is { } known) return known;
        var survey = Make(source, listing, options);
        if (kept is not null && PictureLoader.Pays(listing, options)) Keep(kept, survey);
        return survey;
    }

    private static PictureSurvey Make(IPictureSource source, SourceListing listing, LoadOptions options)
    {
        var digests = new string[listing.Samples.Count];
        var headers = new PictureHeader?[digests.Length];
        PictureLoader.ForEach(source, listing, options, "pictures looked at", (index, read) =>
        {
            digests[index] = Unreadable;
            try
            {
                var bytes = read();
                digests[index] = Convert.ToHexStringLower(SHA256.HashData(bytes));
                headers[index] = PictureHeader.Read(bytes);
            }
            catch (PictureException)
            {
                // Decoding names it, with its reason.
            }
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, string.Join('\0', listing.ClassNames) + "\n");
        for (var i = 0; i < digests.Length; i++)
        {
            var sample = listing.Samples[i];
            Append(hash, $"{sample.Id}\0{sample.Label}\0{sample.Part}\0{sample.CleanLabel}\0{digests[i]}\n");
        }

        var known = headers.OfType<PictureHeader>().ToArray();
        (int Width, int Height)[] sizes = [.. known.Select(header => header.Upright).Distinct().Take(2)];
        var (width, height) = sizes is [var only] ? only : (0, 0);
        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), width, height, known.Length > 0 && known.All(header => header.IsGrey));
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));

    private static PictureSurvey? Read(string file)
    {
        try
        {
            return File.Exists(file) && JsonSerializer.Deserialize<PictureSurvey>(File.ReadAllText(file)) is { Sha256.Length: 64 } survey ? survey : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read back is looked at again.
            return null;
        }
    }

    private static void Keep(string file, PictureSurvey survey)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.WriteAllText(file, JsonSerializer.Serialize(survey));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be kept, the next run looks again.
        }
    }
}
