using System.Text.Json.Nodes;
using Skeptic.Settings;

namespace Skeptic.Presets;

/// <summary>All presets. They are data: the JSON files beside this one, each a paper with bases and what is laid on them.</summary>
public static class PresetCatalogue
{
    private static readonly Lazy<IReadOnlyList<Preset>> s_all = new(() => [.. Files().SelectMany(Read)]);

    public static IReadOnlyList<Preset> All => s_all.Value;

    /// <exception cref="SettingsException">There is no such preset; names the nearest.</exception>
    public static Preset Find(string name) =>
        All.FirstOrDefault(preset => preset.Name == name) ?? throw SettingsException.Unknown("preset", name, [.. All.Select(preset => preset.Name)]);

    private static IEnumerable<JsonObject> Files()
    {
        var assembly = typeof(PresetCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("presets/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return JsonNode.Parse(stream)!.AsObject();
        }
    }

    private static IEnumerable<Preset> Read(JsonObject file)
    {
        foreach (var preset in file["presets"]!.AsArray().Select(node => node!.AsObject()))
        {
            var tree = (JsonObject)file["bases"]![(string)preset["base"]!]!.DeepClone();
            if (preset["settings"] is JsonObject own) SettingsTree.Merge(tree, own);
            yield return new Preset
            {
                Name = (string)preset["name"]!,
                Summary = (string)preset["summary"]!,
                Paper = (string)file["paper"]!,
                Tables = (string?)preset["tables"] ?? "",
                Follows = Enum.Parse<PresetSource>((string)preset["follows"]!, ignoreCase: true),
                Notes = [.. preset["notes"]?.AsArray().Select(note => (string)note!) ?? []],
                Settings = tree,
            };
        }
    }
}
