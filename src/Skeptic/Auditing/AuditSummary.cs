using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary><c>summary.json</c>: what an audit says of the data set as a whole.</summary>
public static class AuditSummary
{
    private const int MostClassesOfMatrices = 100;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <remarks>Matrices have given classes by rows and true classes by columns, and are there for up to 100 classes; pairs always are.</remarks>
    public static JsonObject Of(LabelAudit audit, NoiseEstimate noise, LabelHealth health)
    {
        var summary = new JsonObject
        {
            ["version"] = 1,
            ["samples"] = audit.Count,
            ["classes"] = audit.Classes,
            ["classNames"] = Array(Enumerable.Range(0, audit.Classes), k => audit.NameOf(k)),
            ["options"] = OptionsOf(audit.Options),
            ["warnings"] = Array(audit.Warnings, warning => warning),
            ["issues"] = audit.IsIssue.Count(issue => issue),
            ["confidentErrors"] = audit.ConfidentErrors,
            ["health"] = audit.Health,
            ["noiseRate"] = Interval(noise.Rate),
            ["thresholds"] = Array(Enumerable.Range(0, audit.Classes), k => audit.LabelCounts[k] == 0 ? null : JsonValue.Create(audit.Thresholds[k])),
            ["prior"] = Array(noise.Prior, share => share),
        };
        if (audit.Classes <= MostClassesOfMatrices)
        {
            summary["confidentJoint"] = Rows(audit.Classes, (given, truth) => audit.ConfidentJoint[given, truth]);
            summary["joint"] = Rows(audit.Classes, (given, truth) => audit.Joint[given, truth]);
            var transition = NoiseEstimate.TransitionOf(audit.Joint);
            summary["givenOfTrue"] = Rows(audit.Classes, (given, truth) => transition[given, truth]);
        }
        summary["perClass"] = Array(health.Classes, one => new JsonObject
        {
            ["class"] = audit.NameOf(one.Class),
            ["labelled"] = one.Labelled,
            ["issues"] = one.Issues,
            ["wrongHere"] = one.WrongHere,
            ["elsewhere"] = one.Elsewhere,
            ["quality"] = one.Quality,
            ["noise"] = Interval(noise.ByGiven[one.Class]),
            ["inverseNoise"] = Interval(noise.ByTruth[one.Class]),
        });
        summary["pairs"] = Array(noise.Pairs, pair => new JsonObject
        {
            ["given"] = audit.NameOf(pair.Given),
            ["true"] = audit.NameOf(pair.Truth),
            ["count"] = pair.Count,
            ["givenOfTrue"] = Interval(pair.Transition),
            ["trueOfGiven"] = Interval(pair.Inverse),
        });
        summary["overlaps"] = Array(health.Overlaps, overlap => new JsonObject
        {
            ["classes"] = new JsonArray(audit.NameOf(overlap.First), audit.NameOf(overlap.Second)),
            ["count"] = overlap.Count,
            ["share"] = overlap.Share,
        });
        summary["fixFirst"] = Array(health.FixFirst, group => new JsonObject
        {
            ["given"] = audit.NameOf(group.Given),
            ["suggested"] = audit.NameOf(group.Suggested),
            ["issues"] = group.Issues,
            ["share"] = group.Share,
            ["together"] = group.Together,
        });
        return summary;
    }

    /// <summary>Replaces the file at once or not at all.</summary>
    public static void Write(string file, JsonObject summary) => AtomicFile.WriteAllText(file, summary.ToJsonString(s_json) + "\n");

    private static JsonObject OptionsOf(AuditOptions options) => new()
    {
        ["filterBy"] = AuditNames.Of(options.FilterBy),
        ["score"] = AuditNames.Of(options.Score),
        ["adjustProbabilities"] = options.AdjustProbabilities,
        ["fractionOfNoise"] = options.FractionOfNoise,
        ["minimumPerClass"] = options.MinimumPerClass,
        ["sumTolerance"] = options.SumTolerance,
        ["normalise"] = options.Normalise,
        ["resamples"] = options.Resamples,
        ["confidence"] = options.Confidence,
        ["seed"] = options.Seed,
    };

    private static JsonObject Interval(Estimate estimate) => double.IsNaN(estimate.Low)
        ? new() { ["value"] = estimate.Value }
        : new() { ["value"] = estimate.Value, ["low"] = estimate.Low, ["high"] = estimate.High };

    private static JsonArray Rows<T>(int classes, Func<int, int, T> cell)
        => Array(Enumerable.Range(0, classes), given => Array(Enumerable.Range(0, classes), truth => JsonValue.Create(cell(given, truth))));

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => [.. items.Select(node)];
}
