using Skeptic.Settings;
using Skeptic.Text;

namespace Skeptic.Auditing;

/// <summary>Names of filters and scores: cleanlab's, with dashes; with underscores they are understood too.</summary>
public static class AuditNames
{
    public static IReadOnlyList<string> Filters { get; } = ["prune-by-noise-rate", "prune-by-class", "both", "confident-learning", "predicted-neq-given"];

    public static IReadOnlyList<string> Scores { get; } = ["self-confidence", "normalized-margin", "confidence-weighted-entropy"];

    public static string Of(IssueFilter filter) => Filters[(int)filter];

    public static string Of(LabelScoreKind score) => Scores[(int)score];

    /// <exception cref="SettingsException">There is no such filter.</exception>
    public static IssueFilter Filter(string name) => (IssueFilter)Find(name, Filters, "filter");

    /// <exception cref="SettingsException">There is no such score.</exception>
    public static LabelScoreKind Score(string name) => (LabelScoreKind)Find(name, Scores, "score");

    private static int Find(string name, IReadOnlyList<string> names, string what)
    {
        var at = names.Index().FirstOrDefault(known => known.Item == name.Replace('_', '-'), (Index: -1, Item: "")).Index;
        return at >= 0 ? at : throw new SettingsException($"there is no {what} '{name}'; choose one of {string.Join(", ", names)}.{Nearest.Hint(name, names)}");
    }
}
