using System.Globalization;
using System.Text.Json;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>A line of <c>decisions.jsonl</c>.</summary>
/// <param name="Decision">relabel, keep, unsure, skip or clear.</param>
/// <param name="Label">The new label of relabel; else null.</param>
/// <param name="Pass">1 or 2.</param>
/// <param name="Line">Where it stands.</param>
public sealed record ReviewDecision(string Id, string Decision, string? Label, string Reviewer, DateTimeOffset Time, int Pass, int Line);

/// <summary>What reviewers decided, in the order of their decisions, and the digest of the data that they looked at.</summary>
/// <param name="Data">Null where it is not known.</param>
public sealed record DecisionLog(string? Data, IReadOnlyList<ReviewDecision> Decisions)
{
    private static readonly string[] s_decisions = ["relabel", "keep", "unsure", "skip", "clear"];

    /// <summary>Reads the file; a last line that a writer did not finish is left out.</summary>
    /// <exception cref="SourceException">The file cannot be read, or a line is no decision; the message names it.</exception>
    public static DecisionLog Read(string file)
    {
        string? data = null;
        var decisions = new List<ReviewDecision>();
        var isFirst = true;
        foreach (var (line, item) in JsonLines.Read(file, mayBeTorn: true))
        {
            var where = $"'{file}', line {line}";
            if (isFirst)
            {
                if (!item.TryGetProperty("decisions", out var version) || version.ValueKind != JsonValueKind.Number || version.GetRawText() != "1")
                    throw new SourceException($"{where}: the first line of decisions must say \"decisions\": 1; they were made by another version or edited.");
                data = JsonLines.Text(item, "data", where) is { Length: > 0 } digest ? digest : null;
                isFirst = false;
            }
            else
            {
                decisions.Add(Parse(item, line, where));
            }
        }

        return isFirst ? throw new SourceException($"'{file}' is empty; the first line of decisions must say \"decisions\": 1.") : new(data, decisions);
    }

    private static ReviewDecision Parse(JsonElement item, int line, string where)
    {
        string Cell(string name) => JsonLines.Text(item, name, where);
        var (id, decision, label) = (Cell("id"), Cell("decision"), Cell("label"));
        if (id.Length == 0) throw new SourceException($"{where}: there is no id.");
        if (!s_decisions.Contains(decision)) throw new SourceException($"{where}: the decision is '{decision}'; it must be one of {string.Join(", ", s_decisions)}.");
        if (decision == "relabel" && label.Length == 0) throw new SourceException($"{where}: relabel needs a label.");
        if (!DateTimeOffset.TryParse(Cell("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            throw new SourceException($"{where}: the time '{Cell("time")}' is not one such as 2026-01-02T03:04:05Z.");
        var pass = Cell("pass") is { Length: > 0 } text ? text : "1";
        if (pass is not ("1" or "2")) throw new SourceException($"{where}: the pass is '{pass}'; it must be 1 or 2.");
        return new(id, decision, decision == "relabel" ? label : null, Cell("reviewer"), time, pass == "2" ? 2 : 1, line);
    }
}
