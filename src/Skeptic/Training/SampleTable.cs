using Skeptic.Data;
using System.Globalization;
using System.Text;

namespace Skeptic.Training;

/// <summary><c>samples.csv</c>: one row for every training sample, the most suspicious label first.</summary>
internal static class SampleTable
{
    private const string Header = "id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss";

    internal static void Write(string path, IReadOnlyList<SampleRow> rows)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{row.Id},{row.GivenLabel},{row.SuggestedLabel},{row.TrueLabel},{row.Suspicion:R},{row.SelfConfidence:R},{row.Margin:R},{row.Loss:R}\n");
        }
        AtomicFile.WriteAllText(path, text.ToString());
    }

    internal static IReadOnlyList<SampleRow> Read(string path)
    {
        var lines = File.ReadLines(path);
        if (lines.FirstOrDefault() != Header) throw new RunException($"{path} does not start with the header '{Header}'; it was made by another version or edited");
        return [.. lines.Skip(1).Select((line, i) => Parse(line, path, i + 2))];
    }

    private static SampleRow Parse(string line, string path, int number)
    {
        var cells = line.Split(',');
        try
        {
            return new SampleRow
            {
                Id = int.Parse(cells[0], CultureInfo.InvariantCulture),
                GivenLabel = int.Parse(cells[1], CultureInfo.InvariantCulture),
                SuggestedLabel = int.Parse(cells[2], CultureInfo.InvariantCulture),
                TrueLabel = cells[3].Length == 0 ? null : int.Parse(cells[3], CultureInfo.InvariantCulture),
                Suspicion = Number(cells[4]), SelfConfidence = Number(cells[5]), Margin = Number(cells[6]), Loss = Number(cells[7]),
            };
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new RunException($"{path}, line {number}: '{line}' is no row of eight cells", e);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
