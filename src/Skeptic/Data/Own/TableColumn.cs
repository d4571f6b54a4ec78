using System.Globalization;

namespace Skeptic.Data;

/// <summary>One column of a table as features. What it becomes follows from the training rows alone.</summary>
internal sealed class TableColumn
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "NaN", "null", "None", "?" };

    private readonly int _column;
    private readonly Dictionary<string, int>? _categories;
    private readonly bool _saysMissing;

    private TableColumn(int column, IReadOnlyList<FeatureColumn> columns, Dictionary<string, int>? categories, bool saysMissing)
    {
        (_column, Columns, _categories, _saysMissing) = (column, columns, categories, saysMissing);
    }

    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <exception cref="SourceException">Too many categories, a number that is infinite, or a text where training rows hold numbers alone.</exception>
    public static TableColumn Of(string file, CsvRows rows, int column, IReadOnlyList<int> training, bool standardise, int mostCategories)
    {
        var name = rows.Headings[column];
        string[] present = [.. training.Select(row => rows.Rows[row].Cells[column].Trim()).Where(text => !s_missing.Contains(text))];
        var saysMissing = present.Length < training.Count;
        if (present.Length > 0 && present.All(text => IsNumber(text, out _)))
        {
            foreach (var (line, cells) in rows.Rows)
                if (!s_missing.Contains(cells[column].Trim()) && !(IsNumber(cells[column].Trim(), out var value) && double.IsFinite(value)))
                    throw new SourceException($"'{file}', line {line}: '{cells[column]}' in the column '{name}' is no finite number, and the training rows hold numbers there.");
            return Numeric(name, column, Array.ConvertAll(present, text => double.Parse(text, CultureInfo.InvariantCulture)), standardise, saysMissing);
        }

        var categories = LabelNames.Ordinal(present);
        if (categories.Length > mostCategories)
            throw new SourceException($"'{file}': the column '{name}' holds {categories.Length} different texts, and at most {mostCategories} become features; remove the column, or call it id if it names the rows.");
        FeatureColumn[] columns = [.. categories.Select(category => new FeatureColumn(name, Category: category)), .. saysMissing ? [new FeatureColumn(name, IsMissing: true)] : (FeatureColumn[])[]];
        return new(column, columns, LabelNames.Numbers(categories), saysMissing);
    }

    /// <param name="to">Zeros, where this column's features begin.</param>
    public void Write(string[] cells, Span<float> to)
    {
        var text = cells[_column].Trim();
        if (s_missing.Contains(text))
        {
            // A number that is missing counts as the mean, which leaves 0; that it is missing is a feature of its own.
            if (_categories is null) to[0] = (float)((Mean - Columns[0].Mean) / Columns[0].Std);
            if (_saysMissing) to[Columns.Count - 1] = 1;
        }
        else if (_categories is null)
        {
            to[0] = (float)((double.Parse(text, CultureInfo.InvariantCulture) - Columns[0].Mean) / Columns[0].Std);
        }
        else if (_categories.TryGetValue(text, out var category))
        {
            to[category] = 1;
        }
    }

    private double Mean { get; init; }

    private static TableColumn Numeric(string name, int column, double[] present, bool standardise, bool saysMissing)
    {
        var mean = present.Average();
        var std = Math.Sqrt(present.Sum(value => (value - mean) * (value - mean)) / present.Length);
        var feature = standardise ? new FeatureColumn(name, mean, std > 0 ? std : 1) : new FeatureColumn(name) { Fill = mean };
        return new(column, saysMissing ? [feature, new FeatureColumn(name, IsMissing: true)] : [feature], null, saysMissing) { Mean = mean };
    }

    private static bool IsNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
