using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>
/// Label Studio's JSON export: a list of tasks with <c>data.image</c> and <c>annotations[].result[].value.choices</c>. A task may also hold <c>data.id</c>,
/// <c>data.given_label</c> and <c>data.label_score</c>, which <see cref="Write"/> puts there. Annotations that were cancelled or chose nothing do not count.
/// </summary>
public static class LabelStudio
{
    private const string Image = "image", Choice = "choice", Id = "id", Given = "given_label", Score = "label_score", FileQuery = "?d=";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <exception cref="SourceException">No such export; the message names the task.</exception>
    public static ImportedLabels Read(string file, DecisionOptions? options = null)
    {
        options ??= new();
        try
        {
            using var parsed = JsonDocument.Parse(JsonLines.ReadText(file));
            if (parsed.RootElement.ValueKind != JsonValueKind.Array) throw new SourceException($"'{file}' holds no list of tasks; export as JSON from Label Studio.");
            var (labels, disagreements, unlabelled) = (new List<ImportedLabel>(), new List<Disagreement>(), 0);
            foreach (var (number, task) in parsed.RootElement.EnumerateArray().Index())
            {
                var where = $"'{file}', task {number + 1}";
                var sample = SampleOf(task, where);
                ImportedLabel[] verdicts = [.. AnnotationsOf(task, where).Select(annotation => Verdict(annotation, sample, where)).OfType<ImportedLabel>().OrderBy(verdict => verdict.Time)];
                if (verdicts.Length == 0)
                {
                    unlabelled++;
                    continue;
                }

                if (verdicts.Select(verdict => verdict.NewLabel).Distinct().Count() > 1)
                {
                    disagreements.Add(new(sample.Id, sample.Path, sample.OldLabel, verdicts.Select((verdict, i) => (Name: verdict.Reviewer.Length > 0 ? verdict.Reviewer : $"annotation {i + 1}", verdict.NewLabel))
                        .GroupBy(verdict => verdict.Name).ToDictionary(group => group.Key, group => group.Last().NewLabel, StringComparer.Ordinal)));
                    if (!options.NewestWins) continue;
                }

                labels.Add(verdicts[^1]);
            }

            return new() { Labels = labels, Disagreements = disagreements, Unlabelled = unlabelled };
        }
        catch (JsonException e)
        {
            throw new SourceException($"'{file}' is no JSON: {e.Message}", e);
        }
    }

    /// <summary>Tasks with an annotation each, for a labelling interface with <c>&lt;Choices name="choice" toName="image"&gt;</c>.</summary>
    public static void Write(string file, LabelPatch patch) => AtomicFile.WriteAllText(file, new JsonArray([.. patch.Corrections.Select(Task)]).ToJsonString(s_plain) + "\n");

    private static JsonNode Task(Correction item)
    {
        var data = new JsonObject { [Image] = item.Path, [Id] = item.Id, [Given] = item.OldLabel };
        if (item.Score is { } score) data[Score] = score;
        var annotation = new JsonObject
        {
            ["result"] = new JsonArray(new JsonObject
            {
                ["from_name"] = Choice, ["to_name"] = Image, ["type"] = "choices", ["value"] = new JsonObject { ["choices"] = new JsonArray(item.NewLabel) },
            }),
        };
        if (item.Reviewer.Length > 0) annotation["completed_by"] = new JsonObject { ["email"] = item.Reviewer };
        if (item.Time is { } time) annotation["created_at"] = PatchColumns.TextOf(time);
        return new JsonObject { ["data"] = data, ["annotations"] = new JsonArray(annotation) };
    }

    private static ImportedLabel SampleOf(JsonElement task, string where)
    {
        if (task.ValueKind != JsonValueKind.Object || !task.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) throw new SourceException($"{where}: there is no 'data'.");
        var (id, path) = (JsonLines.Text(data, Id, where), PathOf(JsonLines.Text(data, Image, where)));
        if (id.Length == 0 && path.Length == 0) throw new SourceException($"{where}: its data hold neither '{Image}' nor '{Id}', so that nothing tells which sample it is.");
        double? score = double.TryParse(JsonLines.Text(data, Score, where), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
        return new(id, path, JsonLines.Text(data, Given, where), "", Score: score);
    }

    /// <summary>Files that are served from a folder are called /data/local-files/?d=PATH, with escapes.</summary>
    private static string PathOf(string image)
    {
        var at = image.IndexOf(FileQuery, StringComparison.Ordinal);
        return at < 0 ? image : Uri.UnescapeDataString(image[(at + FileQuery.Length)..]);
    }

    private static IEnumerable<JsonElement> AnnotationsOf(JsonElement task, string where)
    {
        if (!task.TryGetProperty("annotations", out var list) || list.ValueKind == JsonValueKind.Null) return [];
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(annotation => !(annotation.TryGetProperty("was_cancelled", out var cancelled) && cancelled.ValueKind == JsonValueKind.True))
            : throw new SourceException($"{where}: 'annotations' is no list.");
    }

    private static ImportedLabel? Verdict(JsonElement annotation, ImportedLabel sample, string where)
    {
        if (!annotation.TryGetProperty("result", out var results) || results.ValueKind != JsonValueKind.Array) throw new SourceException($"{where}: an annotation has no list 'result'.");
        string[] choices = [.. results.EnumerateArray().SelectMany(ChoicesOf)];
        if (choices.Length == 0) return null;
        if (choices.Length > 1) throw new SourceException($"{where}: an annotation chooses {choices.Length} classes, {string.Join(", ", choices)}; a sample has one.");
        var time = (new[] { "updated_at", "created_at" }).Select(name => JsonLines.Text(annotation, name, where)).FirstOrDefault(text => text.Length > 0, "");
        return sample with
        {
            NewLabel = choices[0], Reviewer = ReviewerOf(annotation, where),
            Time = time.Length == 0 ? null : DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at
                : throw new SourceException($"{where}: the time '{time}' is not one such as 2026-01-02T03:04:05Z."),
        };
    }

    private static IEnumerable<string> ChoicesOf(JsonElement result)
        => result.ValueKind == JsonValueKind.Object && result.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array
            ? choices.EnumerateArray().Select(choice => choice.ToString()) : [];

    /// <summary>The number of a user or, in some exports, an object with an address.</summary>
    private static string ReviewerOf(JsonElement annotation, string where)
    {
        if (!annotation.TryGetProperty("completed_by", out var by)) return "";
        return by.ValueKind == JsonValueKind.Object ? new[] { "email", Id }.Select(name => JsonLines.Text(by, name, where)).FirstOrDefault(text => text.Length > 0, "") : JsonLines.Text(annotation, "completed_by", where);
    }
}
