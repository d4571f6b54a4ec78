namespace Skeptic.Text;

/// <summary>Which known name a mistyped one was probably meant to be.</summary>
public static class Nearest
{
    /// <summary>The known name closest to <paramref name="typed"/>, or null when none is close enough to be a typing error.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = Math.Max(2, typed.Length / 3) + 1;
        foreach (var name in known)
        {
            var distance = Distance(typed.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }

        return best;
    }

    /// <summary>
    /// " Did you mean 'x'?", or nothing when no known name is close. Begins with a blank so that it can follow a sentence.
    /// </summary>
    public static string Hint(string typed, IEnumerable<string> known) => Of(typed, known) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>How many insertions, deletions and replacements of one character turn one word into the other (Levenshtein).</summary>
    public static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
