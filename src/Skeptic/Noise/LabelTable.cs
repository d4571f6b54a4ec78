using System.Globalization;

namespace Skeptic.Noise;

/// <summary>
/// Labels as text: one a line, or <c>id,label</c>; with or without a line of headings. Labels are class names or, where they are not,
/// numbers from 0. Under headings, <c>id</c> or <c>index</c> and <c>label</c>, <c>given_label</c> or <c>noisy_label</c> count.
/// </summary>
internal static class LabelTable
{
    private static readonly string[] s_idHeadings = ["id", "index"];
    private static readonly string[] s_labelHeadings = ["label", "given_label", "noisy_label"];

    /// <returns>[count] with ids, else as many as there are lines.</returns>
    /// <exception cref="NoiseException">A line that is no label, an id twice, missing or out of range.</exception>
    public static int[] Read(string file, int count, IReadOnlyList<string> classNames)
    {
        var lines = Lines(file);
        if (lines.Length == 0)
            throw new NoiseException($"'{file}' is empty; it should hold a label for each of {count} samples.");
        var names = classNames.Select((name, label) => (name, label)).DistinctBy(pair => pair.name).ToDictionary(pair => pair.name, pair => pair.label);
        var (id, label, skip) = Columns(lines[0].Cells, file);
        var width = lines[0].Cells.Length;
        var labels = new int[id is null ? lines.Length - skip : count];
        Array.Fill(labels, -1);
        for (var i = skip; i < lines.Length; i++)
        {
            var (number, cells) = lines[i];
            if (cells.Length != width)
                throw new NoiseException($"Line {number} of '{file}' has {cells.Length} cells where the first has {width}.");
            var sample = id is { } column ? Id(cells[column], count, number, file) : i - skip;
            if (labels[sample] >= 0)
                throw new NoiseException($"Line {number} of '{file}' names sample {sample} a second time.");
            labels[sample] = Label(cells[label], names, number, file);
        }

        var missing = Array.IndexOf(labels, -1);
        return missing < 0 ? labels : throw new NoiseException($"'{file}' has no label for sample {missing}; it needs one for each of {count} samples.");
    }

    private static (int Number, string[] Cells)[] Lines(string file)
    {
        try
        {
            return [.. File.ReadAllLines(file).Select((line, i) => (i + 1, Cells(line))).Where(line => line.Item2.Any(cell => cell.Length > 0))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NoiseException($"'{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private static string[] Cells(string line) => Array.ConvertAll(line.Split(','), cell => cell.Trim().Trim('"'));

    private static (int? Id, int Label, int Skip) Columns(string[] first, string file)
    {
        var label = Array.FindIndex(first, cell => s_labelHeadings.Contains(cell.ToLowerInvariant()));
        if (label >= 0)
        {
            var id = Array.FindIndex(first, cell => s_idHeadings.Contains(cell.ToLowerInvariant()));
            return (id < 0 ? null : id, label, 1);
        }

        return first.Length switch
        {
            1 => (null, 0, 0),
            2 => (0, 1, s_idHeadings.Contains(first[0].ToLowerInvariant()) ? 1 : 0),
            _ => throw new NoiseException($"'{file}' has {first.Length} columns and no heading 'label'; give one, or write id,label."),
        };
    }

    private static int Id(string cell, int count, int line, string file)
        => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < count
            ? id
            : throw new NoiseException($"Line {line} of '{file}': '{cell}' is no sample; they are numbered 0 to {count - 1}.");

    private static int Label(string cell, Dictionary<string, int> names, int line, string file)
        => names.TryGetValue(cell, out var label) || int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out label)
            ? label
            : throw new NoiseException($"Line {line} of '{file}': '{cell}' is neither a class name nor a number from 0.");
}
