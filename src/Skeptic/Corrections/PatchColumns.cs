using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>The names of a patch's columns, and their cells as text: the same in CSV and JSON lines.</summary>
internal static class PatchColumns
{
    internal const string Id = "id", Path = "path", OldLabel = "old_label", NewLabel = "new_label", Decision = "decision", Reviewer = "reviewer", Time = "time", Score = "score", Data = "data";

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ";

    internal static IReadOnlyList<string> All { get; } = [Id, Path, OldLabel, NewLabel, Decision, Reviewer, Time, Score, Data];

    internal static IReadOnlyList<string> Needed { get; } = [Id, OldLabel, NewLabel];

    internal static string Name(CorrectionKind kind) => kind == CorrectionKind.Keep ? "keep" : "relabel";

    internal static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    internal static string TextOf(double score) => score.ToString("R", CultureInfo.InvariantCulture);

    /// <param name="cell">The text of a column; empty where there is none.</param>
    /// <exception cref="SourceException">A cell that is not what its column holds.</exception>
    internal static (Correction Correction, string Data) Parse(Func<string, string> cell, string where)
    {
        var correction = new Correction(cell(Id), cell(OldLabel), cell(NewLabel)) { Path = cell(Path), Reviewer = cell(Reviewer), Time = TimeOf(cell(Time), where), Score = ScoreOf(cell(Score), where) };
        correction = cell(Decision) switch
        {
            "" => correction,
            "relabel" => correction with { Kind = CorrectionKind.Relabel },
            "keep" => correction with { Kind = CorrectionKind.Keep },
            var other => throw new SourceException($"{where}: the decision is '{other}'; it must be relabel or keep."),
        };
        correction.Check(where);
        return (correction, DigestOf(cell(Data), where));
    }

    private static DateTimeOffset? TimeOf(string text, string where)
    {
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
            : throw new SourceException($"{where}: the time '{text}' is not one such as 2026-01-02T03:04:05Z.");
    }

    private static double? ScoreOf(string text, string where)
    {
        if (text.Length == 0) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score) ? score
            : throw new SourceException($"{where}: the score '{text}' is no finite number.");
    }

    private static string DigestOf(string text, string where)
        => text.Length is 0 or LabelPatch.DigestLength && text.All(char.IsAsciiHexDigitLower) ? text
            : throw new SourceException($"{where}: data is '{text}'; it must be the first {LabelPatch.DigestLength} hexadecimal digits of the data's digest, or empty.");
}
