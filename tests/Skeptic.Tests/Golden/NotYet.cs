using System.Text.RegularExpressions;

namespace Skeptic.Tests;

/// <summary>Golden cases of things that the product does not have. The list only shrinks: <see cref="GoldenTests"/> counts it.</summary>
internal static class NotYet
{
    /// <summary>Patterns of case ids, whole matches, and what is missing.</summary>
    internal static IReadOnlyList<(string Pattern, string Missing)> Patterns { get; } =
    [
    ];

    internal static string? Missing(string id) => Patterns.Where(entry => Matches(entry.Pattern, id)).Select(entry => entry.Missing).FirstOrDefault();

    internal static bool Matches(string pattern, string id) => Regex.IsMatch(id, $"^(?:{pattern})$");
}
