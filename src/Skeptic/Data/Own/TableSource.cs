using System.Globalization;

namespace Skeptic.Data;

/// <summary>
/// A CSV table with a column of labels; <c>split</c>, <c>clean_label</c> and <c>id</c> are what they say, all others features. A column whose values are
/// all numbers is one feature, another one feature for every category. Empty cells, NA, NaN, null, None and ? are missing values.
/// </summary>
public sealed class TableSource(string file, string? labelColumn = null) : IFeatureSource
{
    private const int MostCategories = 1000;

    private readonly string _file = Path.GetFullPath(file);
    private CsvRows? _rows;

    public IReadOnlyList<string> Files => [_file];

    private CsvRows Rows => _rows ??= CsvRows.Read(_file);

    public SourceListing List(CancellationToken cancel = default)
    {
        _rows = CsvRows.Read(_file, cancel: cancel);
        if (Rows.Rows.Count == 0) throw new SourceException($"'{_file}' holds no rows.");
        int label = LabelAt(), split = Rows.Column("split"), clean = Rows.Column("clean_label"), id = Rows.Column("id");
        var cells = Rows.Rows.Select(row => ManifestRow.Of(_file, row.Line, $"row {row.Line}", row.Cells[label], split < 0 ? "" : row.Cells[split], clean < 0 ? "" : row.Cells[clean], "")).ToArray();
        var names = LabelNames.ByValue(cells.Select(row => row.Label).Concat(cells.Where(row => row.Clean.Length > 0).Select(row => row.Clean)));
        var numbers = LabelNames.Numbers(names);
        var ids = Rows.Rows.Select((row, i) => id < 0 ? i.ToString(CultureInfo.InvariantCulture) : row.Cells[id]).ToArray();
        var twice = ids.Select((text, i) => (text, i)).GroupBy(item => item.text).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new SourceException($"'{_file}', line {Rows.Rows[twice.Last().i].Line}: the id '{twice.Key}' stands in another row too; ids must differ.");
        return new()
        {
            ClassNames = names,
            Samples = [.. cells.Select((row, i) => new SourceSample(ids[i], numbers[row.Label], row.Part) { CleanLabel = row.Clean.Length > 0 ? numbers[row.Clean] : -1, File = _file })],
        };
    }

    public FeatureTable Features(SourceListing listing, IReadOnlyList<int> training, bool standardise)
    {
        int[] reserved = [LabelAt(), Rows.Column("split"), Rows.Column("clean_label"), Rows.Column("id")];
        var encoders = Enumerable.Range(0, Rows.Headings.Count).Except(reserved).Select(column => TableColumn.Of(_file, Rows, column, training, standardise, MostCategories)).ToArray();
        FeatureColumn[] columns = [.. encoders.SelectMany(encoder => encoder.Columns)];
        if (columns.Length == 0) throw new SourceException($"'{_file}' has no column of features beside '{Rows.Headings[LabelAt()]}'.");
        if ((long)Rows.Rows.Count * columns.Length > int.MaxValue)
            throw new SourceException($"'{_file}' comes to {Rows.Rows.Count} rows of {columns.Length} features, which are too many.");
        var values = new float[Rows.Rows.Count * columns.Length];
        for (var row = 0; row < Rows.Rows.Count; row++)
        {
            var to = values.AsSpan(row * columns.Length, columns.Length);
            foreach (var encoder in encoders)
            {
                encoder.Write(Rows.Rows[row].Cells, to);
                to = to[encoder.Columns.Count..];
            }
        }

        return new(new FeatureArray(values, Rows.Rows.Count, columns.Length), columns);
    }

    private int LabelAt()
    {
        var wanted = labelColumn ?? "label";
        return Rows.Column(wanted) is >= 0 and var at ? at : throw new SourceException(
            $"'{_file}' has no column '{wanted}'; name the one that holds the labels with --label-column, of {string.Join(", ", Rows.Headings)}.");
    }
}
