using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Data;
using Skeptic.Training;

namespace Skeptic.Prediction;

/// <summary>Rows of numbers and categories, made into a model's features by what its own training rows decided.</summary>
/// <param name="Ids">What each row is called: its cell in a column id, or its number from 0.</param>
public sealed record FeatureRows(FeatureArray Values, IReadOnlyList<string> Ids)
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "NaN", "null", "None", "?" };

    /// <param name="file">.npy of shape [N,D], .npz with such an array, .csv or .tsv with the columns that were trained on.</param>
    /// <exception cref="RunException">The model takes pictures, or other features than the file has.</exception>
    /// <exception cref="SourceException">The file is not of its form.</exception>
    public static FeatureRows Read(TrainedModel model, string file, CancellationToken cancel = default)
    {
        if (model.Shape is not [var width]) throw new RunException("this run was trained on pictures, not on features, so it cannot say anything of rows of numbers");
        var columns = model.Features ?? [.. Enumerable.Range(0, width).Select(d => new FeatureColumn(d.ToString(CultureInfo.InvariantCulture)))];
        if (!File.Exists(file)) throw new SourceException($"There is no file '{file}'.");
        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".npy" or ".npz" => OfArray(file, columns),
            ".csv" or ".tsv" => OfTable(file, columns, cancel),
            _ => throw new SourceException($"'{file}' ends in none of .npy, .npz, .csv and .tsv, of which rows of features are read."),
        };
    }

    /// <summary>The features that <c>run.json</c> describes; null where it describes none.</summary>
    internal static IReadOnlyList<FeatureColumn>? Described(JsonNode? preparation) => preparation?["features"] is not JsonArray features ? null :
    [
        .. features.Select(feature => new FeatureColumn(feature!["column"]!.ToString(), (double?)feature["mean"] ?? 0, (double?)feature["std"] ?? 1, feature["category"]?.ToString(), (bool?)feature["missing"] ?? false)
        {
            Fill = (double?)feature["fill"],
        }),
    ];

    private static FeatureRows OfArray(string file, IReadOnlyList<FeatureColumn> columns)
    {
        var array = new ArraySource(file).Inputs();
        if (array.Shape is not [var count, var width]) throw new SourceException($"'{file}' holds an array of shape ({string.Join(", ", array.Shape)}); features are of shape (samples, features).");
        if (columns.Any(column => column.Category is not null || column.IsMissing)) throw new RunException($"this run was trained on a table with categories or missing values, so it takes a table and not '{file}'");
        if (width != columns.Count) throw new RunException($"this run takes {columns.Count} features, and '{file}' has {width}");
        var numbers = array.ToDoubles();
        var wrong = Array.FindIndex(numbers, value => !double.IsFinite(value));
        if (wrong >= 0) throw new SourceException($"'{file}': feature {wrong % width} of sample {wrong / width} is no finite number.");
        var isSingle = array.Values is float[];
        return new(new([.. numbers.Select((value, i) => (float)(((isSingle ? value : (float)value) - columns[i % width].Mean) / columns[i % width].Std))], count, width), [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
    }

    private static FeatureRows OfTable(string file, IReadOnlyList<FeatureColumn> columns, CancellationToken cancel)
    {
        var csv = CsvRows.Read(file, cancel: cancel);
        var at = columns.Select(column => csv.Column(column.Name) is >= 0 and var found ? found : throw new RunException($"'{file}' has no column '{column.Name}', on which this run was trained; its first line names {string.Join(", ", csv.Headings)}")).ToArray();
        var values = new float[csv.Rows.Count * columns.Count];
        for (var row = 0; row < csv.Rows.Count; row++)
            for (var d = 0; d < columns.Count; d++)
                values[row * columns.Count + d] = Feature(columns[d], csv.Rows[row].Cells[at[d]].Trim(), $"'{file}', line {csv.Rows[row].Line}");
        var id = csv.Column("id");
        return new(new(values, csv.Rows.Count, columns.Count), [.. csv.Rows.Select((row, i) => id < 0 ? i.ToString(CultureInfo.InvariantCulture) : row.Cells[id])]);
    }

    /// <summary>As training made it: a missing number counts as the mean, a category that training did not have as none of them.</summary>
    private static float Feature(FeatureColumn column, string text, string where)
    {
        var isMissing = s_missing.Contains(text);
        if (column.IsMissing) return isMissing ? 1 : 0;
        if (column.Category is { } category) return !isMissing && text == category ? 1 : 0;
        if (isMissing) return (float)(((column.Fill ?? column.Mean) - column.Mean) / column.Std);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? (float)((value - column.Mean) / column.Std)
            : throw new SourceException($"{where}: '{text}' in the column '{column.Name}' is no finite number, and training rows held numbers there.");
    }
}
