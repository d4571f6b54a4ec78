using System.Text.Json.Nodes;
using Skeptic.Methods;
using Skeptic.Settings;

namespace Skeptic.Presets;

/// <summary>Settings laid on those of a preset.</summary>
public static class PresetLayer
{
    /// <param name="name">Of the preset; null for none.</param>
    /// <param name="layers">Laid on it in order, later ones win. <c>method: sop</c> is short for <c>method: {use: sop}</c>.</param>
    /// <exception cref="SettingsException">There is no such preset.</exception>
    public static JsonObject Under(string? name, params IReadOnlyList<JsonObject> layers)
    {
        var preset = name is null ? [] : PresetCatalogue.Find(name).Settings;
        NameMethod(preset);
        var tree = (JsonObject)preset.DeepClone();
        foreach (var layer in layers)
        {
            var own = (JsonObject)layer.DeepClone();
            NameMethod(own);
            SettingsTree.Merge(tree, own);
        }
        DropUnused(tree, preset);
        return tree;
    }

    /// <summary><c>method: sop</c> becomes <c>method: {use: sop}</c>, so that options of the method can be laid beside it.</summary>
    public static void NameMethod(JsonObject tree)
    {
        if (tree["method"] is JsonValue name) tree["method"] = new JsonObject { ["use"] = name.DeepClone() };
    }

    /// <summary>A preset's options of methods that were replaced by others are not meant any more.</summary>
    private static void DropUnused(JsonObject tree, JsonObject preset)
    {
        if (preset["method"] is not JsonObject given || tree["method"] is not JsonObject method || (string?)method["use"] is not { } use) return;
        var parts = MethodCatalogue.Parse(use).Select(entry => entry.Key).Append("use").ToList();
        foreach (var (name, options) in given)
            if (!parts.Contains(name) && JsonNode.DeepEquals(options, method[name])) method.Remove(name);
    }
}
