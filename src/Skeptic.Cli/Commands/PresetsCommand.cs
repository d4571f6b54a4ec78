using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Presets;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic presets [NAME]</c>: settings of published experiments.</summary>
internal static class PresetsCommand
{
    public static Command Create(Terminal terminal) => CatalogueCommand.Create(
        terminal, "presets", "List the settings of published experiments, or show one.",
        () => [.. PresetCatalogue.All.Select(preset => new CatalogueItem(preset.Name, preset.Summary) { Explain = output => Explain(output, preset), Facts = () => Facts(preset) })],
        "skeptic presets sr/mnist/ce+sr", "skeptic train --preset sr/mnist/ce+sr --noise symmetric:0.8");

    private static void Explain(TextWriter output, Preset preset)
    {
        output.WriteLine($"{preset.Name}: {preset.Summary}");
        output.WriteLine();
        List<IReadOnlyList<string>> rows = [["paper", preset.Paper]];
        if (preset.Tables.Length > 0) rows.Add(["tables", preset.Tables]);
        rows.Add(["follows", Follows(preset.Follows)]);
        rows.AddRange(preset.Notes.Select((note, i) => (IReadOnlyList<string>)[i == 0 ? "notes" : "", note]));
        output.WriteColumns(rows);
        output.WriteLine();
        output.WriteColumns([.. Leaves(preset.Settings, "").Select(leaf => (IReadOnlyList<string>)[leaf.Path, leaf.Value])]);
        output.WriteLine();
        output.WriteLine($"train with it: --preset {preset.Name}; other settings of yours win over it");
    }

    private static string Follows(PresetSource source) => source switch
    {
        PresetSource.Code => "the authors' code",
        PresetSource.Paper => "the paper",
        PresetSource.Both => "paper and code, which agree",
        _ => "what is published, and our choice where nothing is",
    };

    private static IEnumerable<(string Path, string Value)> Leaves(JsonObject tree, string prefix)
    {
        foreach (var (name, value) in tree)
        {
            if (value is JsonObject inner)
                foreach (var leaf in Leaves(inner, $"{prefix}{name}.")) yield return leaf;
            else yield return (prefix + name, value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "");
        }
    }

    private static JsonObject Facts(Preset preset) => new()
    {
        ["paper"] = preset.Paper,
        ["tables"] = preset.Tables,
        ["follows"] = preset.Follows.ToString().ToLowerInvariant(),
        ["notes"] = new JsonArray([.. preset.Notes.Select(note => JsonValue.Create(note))]),
        ["settings"] = preset.Settings,
    };
}
