using System.Text.Json.Nodes;

namespace Skeptic.Auditing;

/// <summary>What <c>summary.json</c> says beyond confident learning, where the audit trained the networks itself.</summary>
public static class DataAuditSummary
{
    private const int MostOutliers = 100;

    /// <param name="recipe">As <c>run.json</c> has it.</param>
    public static JsonObject Of(OutOfSample seen, SignalTable table, ContentCopies copies, JsonObject recipe, FoldOptions options)
    {
        var data = seen.Data;
        var summary = new JsonObject
        {
            ["data"] = new JsonObject { ["dataset"] = data.Path, ["sha256"] = data.Sha256, ["remarks"] = Array(data.Remarks, remark => remark) },
            ["folds"] = new JsonObject
            {
                ["number"] = seen.Plan.Folds,
                ["method"] = (string?)recipe["method"]?["use"],
                ["model"] = (string?)recipe["model"],
                ["epochs"] = (int?)recipe["epochs"],
                ["seed"] = recipe["seed"]?.DeepClone(),
                ["agreement"] = Array(seen.Agreement(), share => share),
                ["plant"] = options.Plant,
                ["planted"] = seen.Plan.Planted.Sum(planted => planted.Count),
            },
            ["signals"] = Signals(table, KnownTruth.Of(data, table)),
            ["duplicates"] = CopyTable.Summary(copies, data),
            ["outliers"] = Outliers(table, data),
        };
        if (data.Annotators is { } annotators)
            summary["annotators"] = new JsonObject { ["number"] = annotators.Names.Count, ["answers"] = annotators.Answers };
        if (data.Truth is { } truth)
        {
            summary["truth"] = new JsonObject
            {
                ["known"] = truth.Count(label => label >= 0),
                ["wrong"] = Enumerable.Range(0, data.Count).Count(i => truth[i] >= 0 && truth[i] != data.Given[i]),
            };
        }
        return summary;
    }

    private static JsonArray Signals(SignalTable table, IReadOnlyList<SignalQuality> truth)
    {
        return Array(table.Signals.Select(one => (one.Signal.Name, Merit: (double?)one.Merit, Weight: (double?)one.Weight)).Append((SignalTable.Combined, null, null)).Append((NeighbourSignals.Typicality, null, null)), signal =>
        {
            var node = new JsonObject { ["name"] = signal.Name };
            if (signal.Merit is { } merit && !double.IsNaN(merit)) node["merit"] = merit;
            if (signal.Weight is { } weight) node["weight"] = weight;
            if (truth.FirstOrDefault(quality => quality.Name == signal.Name) is not { } known) return node;
            node["truth"] = new JsonObject
            {
                ["auroc"] = known.Auroc, ["averagePrecision"] = known.AveragePrecision, ["precisionAt1000"] = known.PrecisionAtThousand, ["precisionAtErrors"] = known.PrecisionAtErrors,
            };
            return node;
        });
    }

    private static JsonObject Outliers(SignalTable table, AuditData data)
    {
        var outliers = NeighbourSignals.Outliers(table.Typicality, table.InputTypicality);
        return new()
        {
            ["count"] = outliers.Length,
            ["first"] = Array(outliers.Take(MostOutliers), i => new JsonObject { ["id"] = data.Names.Ids?[i] ?? i.ToString(System.Globalization.CultureInfo.InvariantCulture), ["path"] = data.Names.Paths?[i], [NeighbourSignals.Typicality] = table.Typicality[i], [NeighbourSignals.InputTypicality] = table.InputTypicality[i] }),
        };
    }

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => [.. items.Select(node)];
}
