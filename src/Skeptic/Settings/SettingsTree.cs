using System.Text.Json.Nodes;

namespace Skeptic.Settings;

/// <summary>Operations on the JSON object that holds settings before they are bound to records.</summary>
public static class SettingsTree
{
    /// <summary>Writes <paramref name="value"/> at a dotted path, making the objects on the way.</summary>
    /// <exception cref="SettingsException">The path is empty or runs through a single value.</exception>
    public static void Set(JsonObject tree, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        if (parts.Any(string.IsNullOrWhiteSpace)) throw new SettingsException($"'{path}' is no path to a setting; write a.b=value");
        var node = tree;
        foreach (var part in parts[..^1])
        {
            node[part] ??= new JsonObject();
            node = node[part] as JsonObject ?? throw new SettingsException($"{path}: '{part}' is a single value and holds no settings");
        }
        node[parts[^1]] = value;
    }

    /// <summary>Applies one <c>a.b=value</c> of the command line.</summary>
    public static void Assign(JsonObject tree, string assignment)
    {
        var split = assignment.IndexOf('=');
        if (split <= 0) throw new SettingsException($"'{assignment}' sets nothing; write path=value, such as method.aux.lambda=8");
        Set(tree, assignment[..split].Trim(), JsonValue.Create(assignment[(split + 1)..].Trim()));
    }

    /// <summary>Lays <paramref name="over"/> on <paramref name="tree"/>: objects merge, single values replace.</summary>
    public static void Merge(JsonObject tree, JsonObject over)
    {
        foreach (var (name, value) in over)
        {
            if (value is JsonObject inner && tree[name] is JsonObject existing) Merge(existing, inner);
            else tree[name] = value?.DeepClone();
        }
    }
}
