using System.Text;

namespace Skeptic.Cli.Rendering;

/// <summary>Rows of text in aligned columns, two blanks between them, as every list of the program is printed.</summary>
internal static class Columns
{
    /// <param name="right">Columns whose cells are set flush right.</param>
    public static IEnumerable<string> Align(IReadOnlyList<IReadOnlyList<string>> rows, string indent = "", params int[] right)
    {
        var count = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        var widths = Enumerable.Range(0, count).Select(c => rows.Where(row => c < row.Count).Max(row => row[c].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = new StringBuilder(indent);
            for (var c = 0; c < row.Count; c++)
            {
                if (c > 0) line.Append("  ");
                line.Append(right.Contains(c) ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c]));
            }
            yield return line.ToString().TrimEnd();
        }
    }

    public static void WriteColumns(this TextWriter writer, IReadOnlyList<IReadOnlyList<string>> rows, string indent = "", params int[] right)
    {
        foreach (var line in Align(rows, indent, right)) writer.WriteLine(line);
    }
}
