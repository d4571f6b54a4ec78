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

    /// <summary>How many insertions, deletions and replacements of one character, or swaps of two neighbours, turn one word into the other.</summary>
    public static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
