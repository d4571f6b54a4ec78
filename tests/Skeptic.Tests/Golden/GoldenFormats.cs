using System.Text.Json;

namespace Skeptic.Tests;

/// <summary>How each of the three formats of golden files divides into cases.</summary>
internal static class GoldenFormats
{
    private static readonly string[] s_cdrSections =
        ["cdr", "co_teaching", "dividemix", "noise", "instance_noise", "aux_rdi_reference", "untrained", "own_short_training_runs", "sgd_variants"];

    private static readonly string[] s_srLists = ["loss_cases", "sr_cases", "nlnl_cases", "phuber_cases", "networks", "train_step_cases", "noise", "imbalance"];

    private static readonly string[] s_srTables = ["sr_presets", "lambda_schedule", "lr_schedules", "noise_label_vectors"];

    // What describes a file, or what its cases only refer to.
    private static readonly string[] s_notCases = ["meta", "inputs"];

    /// <summary>The cases of a file; none where it is of no known format.</summary>
    internal static IEnumerable<(string Id, JsonElement Json, JsonElement Parent)> Cases(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return [];
        if (Has(root, "cases", JsonValueKind.Array)) return List(root.GetProperty("cases"), "");
        if (s_srLists.Any(name => Has(root, name, JsonValueKind.Array)) || s_srTables.Any(name => Has(root, name, JsonValueKind.Object))) return Sr(root);
        return s_cdrSections.Any(name => Has(root, name, JsonValueKind.Object)) ? Cdr(root) : [];
    }

    private static IEnumerable<(string, JsonElement, JsonElement)> Sr(JsonElement root)
    {
        foreach (var section in root.EnumerateObject().Where(section => !s_notCases.Contains(section.Name)))
        {
            if (section.Value.ValueKind == JsonValueKind.Array)
                foreach (var found in List(section.Value, section.Name + "/")) yield return found;
            else
                foreach (var entry in section.Value.EnumerateObject()) yield return ($"{section.Name}/{entry.Name}", entry.Value, section.Value);
        }
    }

    private static IEnumerable<(string, JsonElement, JsonElement)> Cdr(JsonElement root)
    {
        foreach (var section in root.EnumerateObject().Where(section => !s_notCases.Contains(section.Name) && !IsOrientation(section.Value)))
            foreach (var entry in section.Value.EnumerateObject().Where(entry => !IsOrientation(entry.Value)))
                foreach (var found in Entry(entry.Value, $"{section.Name}/{entry.Name}")) yield return found;
    }

    /// <summary>An entry with a list of cases or rows is as many cases.</summary>
    private static IEnumerable<(string, JsonElement, JsonElement)> Entry(JsonElement entry, string id)
    {
        foreach (var list in new[] { "cases", "rows" })
            if (entry.ValueKind == JsonValueKind.Object && Has(entry, list, JsonValueKind.Array) && entry.GetProperty(list).EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
                return List(entry.GetProperty(list), id + "/", entry);
        return [(id, entry, entry)];
    }

    private static IEnumerable<(string, JsonElement, JsonElement)> List(JsonElement list, string prefix, JsonElement? parent = null)
    {
        var position = 0;
        foreach (var item in list.EnumerateArray()) yield return ($"{prefix}{Label(item, position++)}", item, parent ?? item);
    }

    /// <summary>An item's own name or, where it has none, its place and what sets it apart.</summary>
    private static string Label(JsonElement item, int position)
    {
        foreach (var name in new[] { "id", "name" })
            if (item.TryGetProperty(name, out var own) && own.ValueKind == JsonValueKind.String) return own.GetString()!;
        var scalars = item.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String).Take(3);
        return $"{position}: {string.Join(" ", scalars.Select(property => $"{property.Name}={property.Value}"))}";
    }

    /// <summary>Short trainings that the file gives for orientation, and says so.</summary>
    private static bool IsOrientation(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("origin", out var origin) && origin.GetString()!.Contains("not golden", StringComparison.Ordinal);

    private static bool Has(JsonElement json, string name, JsonValueKind kind) => json.TryGetProperty(name, out var value) && value.ValueKind == kind;
}
