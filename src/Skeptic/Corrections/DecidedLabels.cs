using System.Globalization;
using System.Text.Json;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>How decisions become corrections.</summary>
public sealed record DecisionOptions
{
    /// <summary>Whether the newest decision counts where reviewers disagree; else such samples are left out.</summary>
    public bool NewestWins { get; init; }
}

/// <summary>A sample about which reviewers disagree.</summary>
/// <param name="Verdicts">The label that each reviewer holds right, by reviewer.</param>
public sealed record Disagreement(string Id, string Path, string GivenLabel, IReadOnlyDictionary<string, string> Verdicts);

/// <summary>
/// The corrections of an audit's reviewers. Of each reviewer the newest decision about a sample counts, whichever pass it was made in; unsure,
/// skip and clear are no verdict. Reviewers who agree make one correction, in the name and with the time of the newest of them.
/// </summary>
/// <param name="Disagreements">Samples that are left out or, by the options, decided by the newest.</param>
public sealed record DecidedLabels(LabelPatch Patch, IReadOnlyList<Disagreement> Disagreements)
{
    public const string IssuesName = "issues.csv", DecisionsName = "decisions.jsonl", AuditName = "audit.json";

    internal static DecidedLabels Of(string folder, DecisionOptions options)
    {
        var decisionsFile = Path.Combine(folder, DecisionsName);
        if (!File.Exists(decisionsFile)) throw new SourceException($"There are no decisions in '{folder}': '{decisionsFile}' does not exist; review the audit first.");
        var log = DecisionLog.Read(decisionsFile);
        var audit = AuditFacts.Read(Path.Combine(folder, AuditName));
        if (log.Data is { } about && audit.Digests.Count > 0 && !audit.Digests.Any(digest => digest.StartsWith(about, StringComparison.Ordinal) || about.StartsWith(digest, StringComparison.Ordinal)))
            throw new SourceException($"'{decisionsFile}' is about other data than '{folder}' was made for; bring the audit back, or move the decisions away and review again.");
        var verdicts = Verdicts(log.Decisions);
        var issues = Issues(Path.Combine(folder, IssuesName), verdicts.Keys);
        var (corrections, disagreements) = (new List<Correction>(), new List<Disagreement>());
        foreach (var (id, all) in verdicts)
        {
            if (!issues.TryGetValue(id, out var issue)) throw new SourceException($"'{decisionsFile}', line {all[^1].Line}: there is no sample '{id}' in {IssuesName}.");
            foreach (var verdict in all)
                if (verdict.Label is { } label && audit.ClassNames is { } names && !names.Contains(label))
                    throw new SourceException($"'{decisionsFile}', line {verdict.Line}: '{label}' is no class; the classes are {OwnData.Some([.. names])}.");
            string Label(ReviewDecision verdict) => verdict.Label ?? issue.Given;
            if (all.Select(Label).Distinct().Count() > 1)
            {
                disagreements.Add(new(id, issue.Path, issue.Given, all.ToDictionary(verdict => verdict.Reviewer, Label, StringComparer.Ordinal)));
                if (!options.NewestWins) continue;
            }

            var newest = all[^1];
            corrections.Add(new(id, issue.Given, Label(newest)) { Path = issue.Path, Reviewer = newest.Reviewer, Time = newest.Time, Score = issue.Score });
        }

        return new(new(InOrder(corrections, issues), audit.Digests.FirstOrDefault() ?? log.Data ?? ""), disagreements);
    }

    /// <summary>By sample, in the order of their lines: what the newest decision of each reviewer says, where it says which label is right.</summary>
    private static Dictionary<string, List<ReviewDecision>> Verdicts(IReadOnlyList<ReviewDecision> decisions)
    {
        var newest = new Dictionary<(string Id, string Reviewer), List<ReviewDecision>>();
        foreach (var decision in decisions)
        {
            if (!newest.TryGetValue((decision.Id, decision.Reviewer), out var own)) newest[(decision.Id, decision.Reviewer)] = own = [];
            // A pass has one decision of a reviewer, and clear takes it back.
            own.RemoveAll(earlier => earlier.Pass == decision.Pass);
            if (decision.Decision != "clear") own.Add(decision);
        }

        return newest.Values.Where(own => own.Count > 0).Select(own => own[^1]).Where(decision => decision.Decision is "relabel" or "keep").OrderBy(decision => decision.Line)
            .GroupBy(decision => decision.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    private static Dictionary<string, Issue> Issues(string file, IEnumerable<string> ids)
    {
        var csv = CsvRows.Read(file);
        int Needed(string name) => csv.Column(name) is >= 0 and var at ? at : throw new SourceException($"'{file}' has no column '{name}'; it is not what an audit writes.");
        int id = Needed("id"), path = Needed("path"), given = Needed("given_label"), score = Needed("label_score");
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, Issue>(StringComparer.Ordinal);
        foreach (var (line, cells) in csv.Rows)
        {
            if (!wanted.Contains(cells[id])) continue;
            if (!double.TryParse(cells[score], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw new SourceException($"'{file}', line {line}: the score '{cells[score]}' is no number.");
            if (!found.TryAdd(cells[id], new(cells[path], cells[given], double.IsFinite(number) ? number : null, line))) throw new SourceException($"'{file}', line {line}: '{cells[id]}' stands there twice.");
        }

        return found;
    }

    private static IReadOnlyList<Correction> InOrder(List<Correction> corrections, Dictionary<string, Issue> issues) => [.. corrections.OrderBy(correction => issues[correction.Id].Line)];

    private sealed record Issue(string Path, string Given, double? Score, int Line);
}

/// <summary>What <c>audit.json</c> says of the data.</summary>
/// <param name="Digests">Digests that name the data; that of their content, which no way of reading changes, comes first.</param>
internal sealed record AuditFacts(IReadOnlyList<string> Digests, HashSet<string>? ClassNames)
{
    internal static AuditFacts Read(string file)
    {
        if (!File.Exists(file)) return new([], null);
        try
        {
            using var parsed = JsonDocument.Parse(JsonLines.ReadText(file));
            var root = parsed.RootElement;
            string[] digests = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? [.. new[] { "content", "sha256" }.Select(name => JsonLines.Text(data, name, $"'{file}'")).Where(text => text.Length > 0)] : [];
            var names = root.TryGetProperty("classNames", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal) : null;
            return new(digests, names is { Count: > 0 } ? names : null);
        }
        catch (JsonException e)
        {
            throw new SourceException($"'{file}' is damaged: {e.Message}", e);
        }
    }
}
