using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>A sample whose label may be corrected.</summary>
/// <param name="Id">What the data call it: a path or a row, unique.</param>
/// <param name="Label">The class it has now, by name.</param>
public sealed record LabelledSample(string Id, string Label);

/// <summary>
/// Data as <c>--dataset</c> takes them, whose labels a patch corrects. The data themselves are never written to: corrected labels become a file of
/// their own, a list, a table or an array.
/// </summary>
public abstract class CorrectableData
{
    private readonly Lazy<Dictionary<string, int>> _rows;
    private readonly Lazy<ILookup<string, int>> _lastNames;

    private protected CorrectableData(string dataset)
    {
        Dataset = dataset;
        _rows = new(() => Samples.Select((sample, row) => (sample.Id, row)).ToDictionary(pair => pair.Id, pair => pair.row, StringComparer.Ordinal));
        _lastNames = new(() => Enumerable.Range(0, Samples.Count).ToLookup(row => LastName(Samples[row].Id), StringComparer.Ordinal));
    }

    /// <summary>The path or name that was opened.</summary>
    public string Dataset { get; }

    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>In the order of the data: of a data set of the catalogue and of shards, the training part and then the test part.</summary>
    public abstract IReadOnlyList<LabelledSample> Samples { get; }

    /// <summary>Where corrected labels are written unless another place is named: beside the data, never among them.</summary>
    public abstract string DefaultOutput { get; }

    /// <summary>Endings that an output may have.</summary>
    public abstract IReadOnlyList<string> Endings { get; }

    /// <summary>How to train on the output, after its path.</summary>
    /// <returns>Arguments of <c>skeptic train</c>.</returns>
    public abstract IReadOnlyList<string> TrainWith(string output);

    /// <summary>Digests of these data, the cheapest first.</summary>
    internal abstract IEnumerable<string> Digests(CancellationToken cancel);

    /// <summary>Files and folders that belong to the data.</summary>
    internal abstract IEnumerable<string> Places { get; }

    /// <summary>Whether labels may come from elsewhere than the data, so that a patch is taken back on the same data.</summary>
    internal virtual bool StaysTheSame => false;

    /// <param name="changes">By row.</param>
    internal abstract void Write(string output, IReadOnlyDictionary<int, Correction> changes);

    /// <summary>The files that <see cref="Write"/> makes.</summary>
    internal virtual IReadOnlyList<string> Outputs(string output, IReadOnlyDictionary<int, Correction> changes) => [output];

    /// <param name="dataset">A path or the name of a data set.</param>
    /// <param name="labels">A file with the labels that training samples have instead of the data's own, as noise <c>file</c> takes it; null for their own.</param>
    /// <exception cref="DataException">There are no such data, or they are not of the form they should be.</exception>
    public static CorrectableData Open(string dataset, OwnDataOptions? options = null, DataFolders? folders = null, string? labels = null, CancellationToken cancel = default)
    {
        options ??= new();
        folders ??= DataFolders.Default();
        if (!OwnData.IsPath(dataset)) return new CatalogueLabels(dataset, folders, labels);
        if (labels is not null) throw new SourceException($"Labels of another file are for data sets of the catalogue; '{dataset}' has its own.");
        var source = OwnData.Source(dataset, options);
        try
        {
            var listing = source.List(cancel);
            return source switch
            {
                FolderSource => new FolderLabels(dataset, listing, options, folders),
                ManifestSource => new ManifestLabels(dataset, listing, options, folders),
                TableSource => new TableLabels(dataset, listing, options, folders),
                ArraySource array => new ArrayLabels(dataset, array, listing, options, folders),
                _ => new ShardLabels(dataset, listing, options, folders),
            };
        }
        catch (DataException e) when (e is not SourceException)
        {
            throw new SourceException(e.Message, e);
        }
    }

    /// <summary>The row of a sample that a patch names, by its path in the data, or else by its id or the number of its row; -1 where there is none.</summary>
    internal int RowOf(string id, string path)
    {
        if (path.Length > 0)
        {
            if (_rows.Value.TryGetValue(path, out var row)) return row;
            // A list that lies elsewhere calls the same file by a longer or a shorter path.
            int[] candidates = [.. _lastNames.Value[LastName(path)].Where(candidate => IsEndOf(Samples[candidate].Id, path))];
            return candidates is [var only] ? only : -1;
        }

        if (_rows.Value.TryGetValue(id, out var named)) return named;
        return int.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < Samples.Count ? number : -1;
    }

    private static bool IsEndOf(string one, string other)
    {
        var (longer, shorter) = one.Length >= other.Length ? (one, other) : (other, one);
        return longer.EndsWith(shorter, StringComparison.Ordinal) && (longer.Length == shorter.Length || shorter[0] == '/' || longer[^(shorter.Length + 1)] == '/');
    }

    private static string LastName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
