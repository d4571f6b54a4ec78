using CsvHelper;

namespace Skeptic.Data;

/// <summary>A CSV file with headings (RFC 4180; tabs where the file is called .tsv), UTF-8 with or without a mark.</summary>
internal sealed class CsvRows
{
    private const int MostBytesARow = 1 << 20;

    private CsvRows(string file, string[] headings, List<(int Line, string[] Cells)> rows)
    {
        (File, Headings, Rows) = (file, headings, rows);
    }

    public string File { get; }

    public IReadOnlyList<string> Headings { get; }

    /// <summary>The line in the file on which each row begins, and its cells, as many as there are headings.</summary>
    public IReadOnlyList<(int Line, string[] Cells)> Rows { get; }

    /// <summary>The headings alone.</summary>
    /// <exception cref="SourceException">The file cannot be read, or has no first line.</exception>
    public static IReadOnlyList<string> HeadingsOf(string file) => Read(file, most: 0).Headings;

    /// <exception cref="SourceException">The file cannot be read, is damaged, or a row has too many or too few cells.</exception>
    public static CsvRows Read(string file, int most = int.MaxValue, CancellationToken cancel = default)
    {
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw, DetectSeparatorHint = false, MaxRecordSize = MostBytesARow,
            Separator = file.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',',
        };
        try
        {
            using var reader = CsvReader.FromFile(file, options);
            if (!reader.Read()) throw new SourceException($"'{file}' is empty; its first line must name the columns.");
            string[] headings = [.. Cells(reader).Select(heading => heading.Trim())];
            var twice = headings.GroupBy(heading => heading, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
            if (twice is not null) throw new SourceException($"'{file}' has two columns called '{twice.Key}'; give each a name of its own.");
            var rows = new List<(int, string[])>();
            while (rows.Count < most && reader.Read())
            {
                cancel.ThrowIfCancellationRequested();
                if (reader.FieldCount != headings.Length)
                    throw new SourceException($"'{file}', line {reader.LineNumber}: {reader.FieldCount} cells, but the first line names {headings.Length} columns.");
                rows.Add(((int)reader.LineNumber, Cells(reader)));
            }

            return new(file, headings, rows);
        }
        catch (CsvFormatException e)
        {
            throw new SourceException($"'{file}', line {e.LineNumber}: this is no CSV (RFC 4180): check its quotes.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{file}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The position of a column, in any case; -1 where there is none.</summary>
    public int Column(string name) => ColumnOf(Headings, name);

    public static int ColumnOf(IReadOnlyList<string> headings, string name)
    {
        for (var i = 0; i < headings.Count; i++)
            if (string.Equals(headings[i], name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private static string[] Cells(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i);
        return cells;
    }
}
