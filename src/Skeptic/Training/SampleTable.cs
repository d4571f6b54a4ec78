using Skeptic.Data;
using System.Globalization;
using System.Text;

namespace Skeptic.Training;

/// <summary><c>samples.csv</c>: one row for every training sample, the most suspicious label first. Samples that have names have them in a last column.</summary>
internal static class SampleTable
{
    private const string Header = "id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss";
    private const string NamedHeader = Header + ",path";

    internal static void Write(string path, IReadOnlyList<SampleRow> rows)
    {
        var isNamed = rows.Any(row => row.Path is not null);
        var text = new StringBuilder(isNamed ? NamedHeader : Header).Append('\n');
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{row.Id},{row.GivenLabel},{row.SuggestedLabel},{row.TrueLabel},{row.Suspicion:R},{row.SelfConfidence:R},{row.Margin:R},{row.Loss:R}");
            if (isNamed) text.Append(',').Append(CsvText.Cell(row.Path ?? ""));
            text.Append('\n');
        }
        AtomicFile.WriteAllText(path, text.ToString());
    }

    internal static IReadOnlyList<SampleRow> Read(string path)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        var header = lines.MoveNext() ? lines.Current : null;
        if (header is not (Header or NamedHeader)) throw new RunException($"{path} does not start with the header '{Header}'; it was made by another version or edited");
        var rows = new List<SampleRow>();
        for (var number = 2; lines.MoveNext(); number++)
        {
            var (first, line) = (number, lines.Current);
            // A name may hold line breaks: its quotes are balanced only at its end.
            while (header == NamedHeader && line.Count(letter => letter == '"') % 2 == 1 && lines.MoveNext())
            {
                line += "\n" + lines.Current;
                number++;
            }
            rows.Add(Parse(line, path, first, header == NamedHeader));
        }
        return rows;
    }

    private static SampleRow Parse(string line, string path, int number, bool isNamed)
    {
        var cells = line.Split(',', isNamed ? 9 : int.MaxValue);
        try
        {
            return new SampleRow
            {
                Id = int.Parse(cells[0], CultureInfo.InvariantCulture),
                Path = isNamed ? Text(cells[8]) : null,
                GivenLabel = int.Parse(cells[1], CultureInfo.InvariantCulture),
                SuggestedLabel = int.Parse(cells[2], CultureInfo.InvariantCulture),
                TrueLabel = cells[3].Length == 0 ? null : int.Parse(cells[3], CultureInfo.InvariantCulture),
                Suspicion = Number(cells[4]), SelfConfidence = Number(cells[5]), Margin = Number(cells[6]), Loss = Number(cells[7]),
            };
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new RunException($"{path}, line {number}: '{line}' is no row of {(isNamed ? "nine" : "eight")} cells", e);
        }
    }

    private static string Text(string cell) => cell is ['"', .., '"'] ? cell[1..^1].Replace("\"\"", "\"") : cell;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
