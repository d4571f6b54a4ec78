using System.Globalization;

namespace Skeptic.Data;

/// <summary>Classes by the names that samples give them.</summary>
internal static class LabelNames
{
    /// <summary>Every name once, in ordinal order.</summary>
    public static string[] Ordinal(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>As <see cref="Ordinal"/>, but whole numbers, if all names are, in the order of their values.</summary>
    public static string[] ByValue(IEnumerable<string> names)
    {
        var ordinal = Ordinal(names);
        return ordinal.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? [.. ordinal.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : ordinal;
    }

    /// <summary>The number of every class by its name.</summary>
    public static Dictionary<string, int> Numbers(IReadOnlyList<string> names)
        => names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);

    /// <summary>train, val, valid, validation or test, in any case; null for another word.</summary>
    public static SourcePart? Part(string name) => name.ToLowerInvariant() switch
    {
        "train" => SourcePart.Train,
        "val" or "valid" or "validation" => SourcePart.Validation,
        "test" => SourcePart.Test,
        _ => null,
    };
}
