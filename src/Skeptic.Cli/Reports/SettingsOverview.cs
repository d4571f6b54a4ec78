using System.Text.Json.Nodes;

namespace Skeptic.Cli.Reports;

/// <summary>One entry of documents, by its path.</summary>
/// <param name="Values">Every value with how many documents have it, in the order of their appearance; less than all together where some have no such entry.</param>
internal sealed record SettingValues(string Path, IReadOnlyList<(string Value, int Runs)> Values)
{
    public int Runs => Values.Sum(value => value.Runs);
}

/// <summary>What documents such as recipes have in common, and where they differ.</summary>
internal sealed record SettingsOverview(int Count, IReadOnlyList<SettingValues> Differing, IReadOnlyList<SettingValues> Common)
{
    public static SettingsOverview Of(IReadOnlyList<JsonObject> documents)
    {
        var flat = documents.Select(Flatten).ToList();
        var all = flat.SelectMany(document => document.Keys).Distinct().Select(path => new SettingValues(path,
            [.. flat.Where(document => document.ContainsKey(path)).GroupBy(document => document[path]).Select(group => (group.Key, group.Count()))])).ToLookup(one => one.Values.Count == 1 && (one.Runs == documents.Count || IsOfMethod(one.Path)));
        return new SettingsOverview(documents.Count, [.. all[false]], [.. all[true]]);
    }

    /// <summary>An option that only runs of its method can have.</summary>
    private static bool IsOfMethod(string path) => path.StartsWith("method.", StringComparison.Ordinal) && path != "method.use";

    /// <summary>Every single value by its dotted path, in the order of the document; a list is one value.</summary>
    public static Dictionary<string, string> Flatten(JsonObject document)
    {
        var values = new Dictionary<string, string>();
        void Walk(JsonObject node, string prefix)
        {
            foreach (var (name, value) in node)
            {
                if (value is JsonObject inner) Walk(inner, $"{prefix}{name}.");
                else values[prefix + name] = value switch { null => "none", JsonArray list => list.ToJsonString(), _ => value.ToString() };
            }
        }
        Walk(document, "");
        return values;
    }
}
