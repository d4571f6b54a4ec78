using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Cli.Configuration;

/// <summary>Where the settings of a run come from. Later ones win: the file, then the flags, then <c>--set</c>.</summary>
internal sealed record RecipeSources
{
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
        var tree = new JsonObject();
        if (File is not null)
        {
            tree = ConfigFile.Read(File);
            // A run's own run.json makes the same run again.
            if (tree.ContainsKey("schema") && tree["recipe"] is JsonObject recipe) tree = (JsonObject)recipe.DeepClone();
            NameMethod(tree);
            CheckNames(tree, File);
        }
        foreach (var (path, value) in Flags) SettingsTree.Set(tree, path, JsonValue.Create(value));
        foreach (var assignment in Assignments)
        {
            SettingsTree.Assign(tree, assignment);
            NameMethod(tree);
        }
        return Training.Recipe.From(tree);
    }

    /// <summary><c>method: sop</c> becomes <c>method: {use: sop}</c>, so that options of the method can be laid beside it.</summary>
    private static void NameMethod(JsonObject tree)
    {
        if (tree["method"] is JsonValue name) tree["method"] = new JsonObject { ["use"] = name.DeepClone() };
    }

    /// <summary>Binds the file alone, without the methods (a flag may choose others), so that a mistake in it is told with its name.</summary>
    private static void CheckNames(JsonObject tree, string file)
    {
        var alone = (JsonObject)tree.DeepClone();
        alone.Remove("method");
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
