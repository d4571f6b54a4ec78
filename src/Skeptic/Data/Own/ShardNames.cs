using System.Globalization;
using System.Text.RegularExpressions;

namespace Skeptic.Data;

/// <summary>Several files by one text: braces as <c>{000..012}</c> or <c>{a,b}</c>, and <c>*</c> and <c>?</c> in the last part of the path.</summary>
internal static partial class ShardNames
{
    private const int MostFiles = 100_000;

    /// <exception cref="SourceException">No file matches, one that braces name is missing, or there are too many.</exception>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        var files = Braces(pattern).SelectMany(Globs).Distinct(StringComparer.Ordinal).ToList();
        var missing = files.Find(file => !File.Exists(file));
        if (missing is not null) throw new SourceException($"There is no file '{missing}', which '{pattern}' names.");
        return files.Count > 0 ? files : throw new SourceException($"No file matches '{pattern}'.");
    }

    private static List<string> Braces(string text)
    {
        List<string> done = [], open = [text];
        while (open.Count > 0)
        {
            var next = open[0];
            open.RemoveAt(0);
            var match = Brace.Match(next);
            if (!match.Success)
            {
                done.Add(next);
                continue;
            }

            open.InsertRange(0, Alternatives(match).Select(choice => next[..match.Index] + choice + next[(match.Index + match.Length)..]));
            if (open.Count + done.Count > MostFiles) throw new SourceException($"'{text}' names more than {MostFiles} files.");
        }

        return done;
    }

    private static IEnumerable<string> Alternatives(Match match)
    {
        if (!match.Groups["from"].Success) return match.Groups["list"].Value.Split(',');
        string first = match.Groups["from"].Value, last = match.Groups["to"].Value;
        if (!int.TryParse(first, CultureInfo.InvariantCulture, out var from) || !int.TryParse(last, CultureInfo.InvariantCulture, out var to) || to < from || to - from >= MostFiles)
            throw new SourceException($"'{match.Value}' is no range of at most {MostFiles} numbers, such as {{000..012}}.");
        return Enumerable.Range(from, to - from + 1).Select(number => number.ToString(CultureInfo.InvariantCulture).PadLeft(first.Length, '0'));
    }

    private static IEnumerable<string> Globs(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.Contains('*') && !name.Contains('?')) return [Path.GetFullPath(path)];
        var folder = Path.GetFullPath(Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, name).Order(StringComparer.Ordinal) : [];
    }

    [GeneratedRegex(@"\{(?:(?<from>\d+)\.\.(?<to>\d+)|(?<list>[^{}]*,[^{}]*))\}")]
    private static partial Regex Brace { get; }
}
