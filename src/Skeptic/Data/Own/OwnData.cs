using System.Security.Cryptography;
using System.Text;

namespace Skeptic.Data;

/// <summary>Data sets that a path names: which kind of source it is, what identifies its content, and how it becomes a data set.</summary>
public static class OwnData
{
    private const int Named = 5, LongestName = 40;

    private static readonly string[] s_endings = [".csv", ".tsv", ".jsonl", ".ndjson", ".npy", ".npz", ".tar", ".tar.gz", ".tgz"];

    /// <summary>Whether a text is a path and not the name of a data set in the catalogue.</summary>
    public static bool IsPath(string dataset) => !FolderEntry.IsOne(dataset) && DatasetCatalogue.All.All(entry => entry.Name != dataset)
        && (dataset.Contains('/') || dataset.Contains('\\') || dataset is "." or ".." || HasEnding(dataset) || Directory.Exists(dataset));

    /// <summary>The path from the root on, so that it means the same wherever it is read.</summary>
    public static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The last part of the path without its ending, in letters that fit a folder's name.</summary>
    public static string ShortName(string path)
    {
        var name = Path.GetFileName(FullPath(path));
        var ending = s_endings.Where(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)).MaxBy(ending => ending.Length) ?? "";
        var plain = string.Concat(name[..^ending.Length].Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-')).Trim('-', '.');
        return plain.Length == 0 ? "data" : plain[..Math.Min(plain.Length, LongestName)];
    }

    /// <exception cref="SourceException">There is nothing at the path, or nothing of a known form.</exception>
    public static ISampleSource Source(string path, OwnDataOptions options)
    {
        if (Directory.Exists(path)) return new FolderSource(path);
        bool Ends(params ReadOnlySpan<string> endings)
        {
            foreach (var ending in endings)
                if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }

        if (Ends(".tar", ".tar.gz", ".tgz")) return new TarSource(path);
        if (!File.Exists(path)) throw new SourceException($"There is no file or folder '{path}'.");
        if (Ends(".jsonl", ".ndjson")) return new ManifestSource(path, options.LabelColumn);
        if (Ends(".csv", ".tsv")) return CsvRows.ColumnOf(CsvRows.HeadingsOf(path), "path") >= 0 ? new ManifestSource(path, options.LabelColumn) : new TableSource(path, options.LabelColumn);
        if (Ends(".npy", ".npz")) return new ArraySource(path);
        throw new SourceException($"'{path}' is no folder and ends in none of {string.Join(", ", s_endings)}.");
    }

    /// <summary>The digest of classes, labels and content: equal for equal data, wherever they lie.</summary>
    /// <exception cref="SourceException">The data are not of the form they should be.</exception>
    public static string Sha256(string path, OwnDataOptions options, LoadOptions load) => Guarded(() =>
    {
        var source = Source(path, options);
        return source is IPictureSource pictures
            ? Survey(pictures, pictures.List(load.Cancel), load).Survey.Sha256
            : Sha256((IFeatureSource)source, source.List(load.Cancel));
    });

    /// <exception cref="SourceException">The data are not of the form they should be, have changed, or too much of them is bad.</exception>
    /// <exception cref="DataException">Pictures cannot be decoded here, or not kept.</exception>
    public static Dataset Load(string path, OwnDataOptions options, LoadOptions load)
    {
        options.Check();
        var (source, listing) = Guarded(() =>
        {
            var source = Source(path, options);
            return (source, source.List(load.Cancel));
        });
        if (listing.ClassNames.Count < 2)
            throw new SourceException($"'{path}' has one class only, '{listing.ClassNames[0]}'; a classifier needs at least two.");
        return source is IPictureSource pictures
            ? new OwnPictures(path, pictures, listing, options, load).Load()
            : Guarded(() => OwnFeatures.Load(path, (IFeatureSource)source, listing, options, load.TestsOnAll));
    }

    /// <summary>The first few names of many.</summary>
    internal static string Some(IReadOnlyList<string> names)
        => string.Join(", ", names.Take(Named).Select(name => $"'{name}'")) + (names.Count > Named ? $" and {names.Count - Named} more" : "");

    internal static (string Key, PictureSurvey Survey) Survey(IPictureSource source, SourceListing listing, LoadOptions load)
    {
        var key = PictureSurvey.KeyOf(listing);
        return (key, PictureSurvey.Of(source, listing, key, load));
    }

    internal static string Sha256(IFeatureSource source, SourceListing listing)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\0', listing.ClassNames) + "\n"));
        foreach (var file in source.Files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <exception cref="SourceException">The digest is another one than the options ask for.</exception>
    internal static void CheckUnchanged(string path, OwnDataOptions options, string sha256)
    {
        if (options.Sha256 is { } wanted && wanted != sha256)
            throw new SourceException($"'{path}' has changed since its digest was taken: it was {wanted[..Math.Min(8, wanted.Length)]} and is {sha256[..8]}; bring the old data back, or leave data.sha256 out.");
    }

    private static bool HasEnding(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>What readers of single files say of them is said of data that the user gave.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException e) when (e is not SourceException)
        {
            throw new SourceException(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(e.Message, e);
        }
    }
}
