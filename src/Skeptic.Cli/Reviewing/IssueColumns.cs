using System.Globalization;
using CsvHelper;

namespace Skeptic.Cli.Reviewing;

/// <summary>A CSV file by columns.</summary>
internal sealed class IssueColumns
{
    private readonly string _file;
    private readonly List<string> _names = [];
    private readonly List<List<string>> _columns = [];

    private IssueColumns(string file) => _file = file;

    public int Count => _columns[0].Count;

    public IReadOnlyList<string> Names => _names;

    /// <exception cref="UsageException">No CSV, or without one of the columns.</exception>
    public static IssueColumns Read(string file, params ReadOnlySpan<string> needed)
    {
        var table = new IssueColumns(file);
        try
        {
            table.Fill();
        }
        catch (CsvFormatException e)
        {
            throw new UsageException($"{file}, line {e.LineNumber}, is no CSV: {e.Message}");
        }
        foreach (var name in needed)
            if (!table._names.Contains(name)) throw new UsageException($"{file} has no column '{name}'; it is not what an audit or a run writes");
        return table.Count > 0 ? table : throw new UsageException($"{file} lists no samples");
    }

    public bool Has(string name) => _names.Contains(name);

    public string[] Texts(string name) => [.. _columns[_names.IndexOf(name)]];

    /// <summary>Null where a cell is no number; empty cells are NaN.</summary>
    public float[]? Numbers(string name)
    {
        var cells = _columns[_names.IndexOf(name)];
        var numbers = new float[cells.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (cells[i].Length == 0) numbers[i] = float.NaN;
            else if (!float.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }
        return numbers;
    }

    /// <exception cref="UsageException">A cell is no number.</exception>
    public float[] NeededNumbers(string name) => Numbers(name) ?? throw new UsageException($"{_file} has cells in column '{name}' that are no numbers");

    /// <exception cref="UsageException">A cell is none of the names.</exception>
    public int[] Classes(string name, string[] classNames)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < classNames.Length; k++) numbers[classNames[k]] = k;
        var cells = _columns[_names.IndexOf(name)];
        var classes = new int[cells.Count];
        for (var i = 0; i < classes.Length; i++)
            if (!numbers.TryGetValue(cells[i], out classes[i])) throw new UsageException($"{_file}: '{cells[i]}' in column '{name}' is no class; there are {string.Join(", ", classNames.Take(8))}");
        return classes;
    }

    private void Fill()
    {
        using var reader = CsvReader.FromFile(_file, CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw, DetectSeparatorHint = false, MaxRecordSize = 1 << 20 });
        if (!reader.Read()) throw new UsageException($"{_file} is empty");
        for (var i = 0; i < reader.FieldCount; i++)
        {
            _names.Add(reader.GetString(i));
            _columns.Add([]);
        }
        // Cells of one text are one string: splits and classes are few.
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (reader.FieldCount != _names.Count) throw new UsageException($"{_file}, line {reader.LineNumber}: {reader.FieldCount} cells, but the first line names {_names.Count} columns");
            for (var i = 0; i < _names.Count; i++)
            {
                var cell = reader.GetString(i);
                if (known.TryGetValue(cell, out var same)) cell = same;
                else if (known.Count < 4096) known[cell] = cell;
                _columns[i].Add(cell);
            }
        }
    }
}
