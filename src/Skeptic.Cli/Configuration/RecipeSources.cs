using System.Text.Json.Nodes;
using Skeptic.Presets;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Cli.Configuration;

/// <summary>Where the settings of a run come from. Later ones win: the preset, the file, then the flags, then <c>--set</c>.</summary>
internal sealed record RecipeSources
{
    /// <summary>The name of a preset; null takes the one that the file names under <c>preset</c>, if any.</summary>
    public string? Preset { get; init; }

    /// <summary>A YAML or JSON file, or the <c>run.json</c> of a run; null without one.</summary>
    public string? File { get; init; }

    /// <summary>Paths of settings with the values that flags gave them: <c>("method.use", "cdr+aux")</c>.</summary>
    public IReadOnlyList<(string Path, string Value)> Flags { get; init; } = [];

    /// <summary>Assignments <c>path=value</c>, in order.</summary>
    public IReadOnlyList<string> Assignments { get; init; } = [];

    /// <exception cref="SettingsException">An unknown setting, or a value that does not fit.</exception>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public Recipe Recipe()
    {
        var own = File is null ? [] : OfFile(File);
        var preset = Preset ?? (string?)own["preset"];
        own.Remove("preset");
        var over = new JsonObject();
        foreach (var (path, value) in Flags) SettingsTree.Set(over, path, JsonValue.Create(value));
        foreach (var assignment in Assignments)
        {
            SettingsTree.Assign(over, assignment);
            PresetLayer.NameMethod(over);
        }
        var tree = PresetLayer.Under(preset, own, over);
        return Training.Recipe.From(tree);
    }

    private static JsonObject OfFile(string file)
    {
        var tree = ConfigFile.Read(file);
        // A run's own run.json makes the same run again.
        if (tree.ContainsKey("schema") && tree["recipe"] is JsonObject recipe) tree = (JsonObject)recipe.DeepClone();
        PresetLayer.NameMethod(tree);
        CheckNames(tree, file);
        return tree;
    }

    /// <summary>Binds the file alone, without the methods (a flag may choose others), so that a mistake in it is told with its name.</summary>
    private static void CheckNames(JsonObject tree, string file)
    {
        var alone = (JsonObject)tree.DeepClone();
        alone.Remove("method");
        alone.Remove("preset");
        try
        {
            SettingsBinder.Bind<Recipe>(alone);
        }
        catch (SettingsException e)
        {
            throw new SettingsException($"{file}: {e.Message}", e);
        }
    }
}
