using System.Globalization;

namespace Skeptic.Experiments;

/// <summary>A number that somebody published.</summary>
/// <param name="Spread">As published, over whatever it was; null without one.</param>
public sealed record Published(double Value, double? Spread);

/// <summary>
/// Published numbers: a CSV file with a column for each axis that they differ by, <c>value</c> and, if there is one, <c>spread</c>. Columns of
/// other names tell tables of one file apart.
/// </summary>
public sealed class Reference
{
    private readonly IReadOnlyList<(IReadOnlyDictionary<string, string> Place, Published Number)> _rows;
    private readonly IReadOnlyList<string> _columns;

    private Reference(IReadOnlyList<string> columns, IReadOnlyList<(IReadOnlyDictionary<string, string>, Published)> rows) => (_columns, _rows) = (columns, rows);

    public static Reference Empty { get; } = new([], []);

    /// <param name="where">Values of columns that a row must have to count.</param>
    /// <exception cref="ExperimentException">The file cannot be read, or a line of it.</exception>
    public static Reference Read(string path, IReadOnlyDictionary<string, string> where)
    {
        string[] lines;
        try
        {
            lines = [.. File.ReadLines(path).Where(line => line.Trim().Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException($"the published numbers {path} cannot be read: {e.Message}", e);
        }
        string[] names = lines.Length == 0 ? [] : lines[0].Split(',');
        if (!names.Contains("value")) throw new ExperimentException($"{path} has no column 'value'; its first line must name the columns");
        if (where.Keys.FirstOrDefault(key => !names.Contains(key)) is { } missing)
            throw new ExperimentException($"{path} has no column '{missing}', only {string.Join(", ", names)}");
        var rows = new List<(IReadOnlyDictionary<string, string>, Published)>();
        foreach (var (number, line) in lines.Index().Skip(1))
        {
            var fields = line.Split(',');
            if (fields.Length != names.Length) throw new ExperimentException($"{path}, line {number + 1}: {fields.Length} fields where the first line names {names.Length}");
            var row = names.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second.Trim());
            if (where.Any(pair => row[pair.Key] != pair.Value)) continue;
            if (!double.TryParse(row["value"], CultureInfo.InvariantCulture, out var value)) throw new ExperimentException($"{path}, line {number + 1}: '{row["value"]}' is no number");
            double? spread = row.TryGetValue("spread", out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
            rows.Add((row, new Published(value, spread)));
        }
        return new Reference([.. names.Except(["value", "spread"]).Except(where.Keys)], rows);
    }

    /// <summary>The number for a place in the grid; null where none was published.</summary>
    public Published? Find(IReadOnlyDictionary<string, string> labels) => _rows.FirstOrDefault(row =>
        _columns.All(column => !labels.TryGetValue(column, out var label) || row.Place[column] == label)).Number;
}
