namespace Skeptic.Cli.Runs;

/// <summary>Command lines that can be pasted into a shell.</summary>
internal static class ShellWords
{
    public static string Join(params IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=+,@%".Contains(c))) return word;
        return $"'{word.Replace("'", @"'\''")}'";
    }
}
