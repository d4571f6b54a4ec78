using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Cli.Reviewing;

/// <summary>Finds the samples behind a book: what an audit or a run says of its data decides, and where that is not there, the user.</summary>
/// <param name="moved">Where the data are now; null where they are said to be.</param>
/// <param name="note">Takes a sentence where the samples cannot be shown.</param>
internal sealed class ContentFinder(string? moved, Action<string> note)
{
    private Dataset? _loaded;

    /// <summary>A data set of the catalogue, or, of a path, one's own.</summary>
    public Dataset Load(string dataset) => _loaded ??= OwnData.IsPath(dataset)
        ? OwnData.Load(moved ?? dataset, new(), new() { Cache = DataFolders.Default().Decoded })
        : DatasetCatalogue.Load(dataset, DataFolders.Default(moved));

    /// <param name="dataset">A path, or a name of the catalogue; null where only paths of files are known.</param>
    /// <param name="options">What the data were read with; null for the defaults.</param>
    public ISampleContent Find(ReviewBook book, string? dataset, JsonObject? options)
    {
        try
        {
            if (dataset is null) return Files(book);
            return OwnData.IsPath(dataset) ? Own(book, moved ?? dataset, options) : Named(book, dataset);
        }
        catch (DataException e) when (moved is null)
        {
            note($"the samples cannot be shown: {e.Message} Name their place with --data.");
            return new NoContent();
        }
        catch (DataException e)
        {
            throw new UsageException($"--data {moved}: {e.Message}");
        }
    }

    private static EncodedPictures Pictures(ReviewBook book, Func<int, byte[]?> read)
    {
        var file = new FileInfo(Path.Combine(book.Folder, "issues.csv"));
        return new(read, ThumbnailFile.TryOpen(book.Folder, book.Digest is { Length: >= 16 } digest ? digest[..16] : $"{book.Count} {(file.Exists ? file.LastWriteTimeUtc.Ticks : 0)}"));
    }

    /// <summary>Files that the audit lists, from the folder of the data or the current one on.</summary>
    private ISampleContent Files(ReviewBook book)
    {
        if (book.Paths is not { } paths) return new NoContent();
        var root = moved is null ? Directory.GetCurrentDirectory() : Directory.Exists(moved) ? Path.GetFullPath(moved) : throw new UsageException($"--data is {moved}, which is no folder");
        var first = Path.Combine(root, paths.First(path => path.Length > 0));
        if (!File.Exists(first))
        {
            note($"the pictures cannot be shown: there is no file {first}; name the folder that the paths begin at with --data");
            return new NoContent();
        }
        return Pictures(book, row => paths[row].Length == 0 ? null : Bytes(Path.Combine(root, paths[row])));
    }

    private static ISampleContent Own(ReviewBook book, string path, JsonObject? options)
    {
        var source = OwnData.Source(path, new OwnDataOptions { LabelColumn = (string?)options?["labelColumn"] });
        var listing = source.List();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < listing.Samples.Count; i++) places[listing.Samples[i].Id] = i;
        // Ids stand in the column of paths where the data have them; a table's may be the ids themselves.
        int[] rows = [.. Enumerable.Range(0, book.Count).Select(row => places.TryGetValue(book.Paths?[row] ?? book.Ids[row], out var at) ? at : -1)];
        if (rows.All(row => row < 0)) throw new DataException($"none of the samples is in '{path}'.");
        if (source is IPictureSource pictures) return Pictures(book, row => rows[row] < 0 ? null : pictures.Read(listing.Samples[rows[row]]));
        var table = ((IFeatureSource)source).Features(listing, [.. Enumerable.Range(0, listing.Samples.Count)], standardise: false);
        return new FeatureRows(table.Values, [.. table.Columns.Select(column => column.Category is { } category ? $"{column.Name} = {category}" : column.IsMissing ? $"{column.Name} missing" : column.Name)], rows);
    }

    /// <summary>A row's id is its place in the training set and, from its end on, in the test set.</summary>
    private ISampleContent Named(ReviewBook book, string dataset)
    {
        var data = Load(dataset);
        int[] places = [.. book.Ids.Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1)];
        if (data.Train.Inputs is FeatureArray features) return new FeatureRows(features, [.. Enumerable.Range(0, features.Width).Select(i => $"x{i}")], [.. places.Select(place => place < features.Count ? place : -1)]);
        return new ArrayPictures(row =>
        {
            var (place, inputs) = (places[row], data.Train.Inputs);
            if (place >= inputs.Count) (place, inputs) = (place - inputs.Count, data.Test.Inputs);
            return place >= 0 && place < inputs.Count && inputs is ImageArray images ? (images, place) : null;
        });
    }

    /// <exception cref="PictureException">Not to be had.</exception>
    private static byte[] Bytes(string file)
    {
        try
        {
            var info = new FileInfo(file);
            // A pipe has no length, and is not opened: it would never answer.
            return info.Exists && info.Length is > 0 and <= PictureShape.MostBytes ? File.ReadAllBytes(file) : throw new PictureException("it is not there, empty or too large");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(e.Message, e);
        }
    }
}
