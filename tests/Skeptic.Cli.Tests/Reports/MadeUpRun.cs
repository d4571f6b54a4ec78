using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Training;

namespace Skeptic.Cli.Tests.Reports;

/// <summary>Run directories that nothing trained.</summary>
internal static class MadeUpRun
{
    /// <summary>A finished run of two epochs, of which the first is a warm-up.</summary>
    /// <param name="settings">Paths and values, such as <c>method.use=aux</c>.</param>
    /// <returns>The run directory.</returns>
    public static string Write(string root, int seed, double test = 0.5, params string[] settings)
    {
        var tree = new JsonObject { ["dataset"] = "glyphs", ["epochs"] = "2", ["noise"] = "pair:0.4", ["method"] = new JsonObject { ["use"] = "ce" }, ["seed"] = $"{seed}" };
        foreach (var setting in settings) Skeptic.Settings.SettingsTree.Assign(tree, setting);
        var recipe = Recipe.From(tree);
        var folder = Path.Combine(root, recipe.Name);
        Directory.CreateDirectory(folder);
        var last = test.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, "run.json"), new JsonObject
        {
            ["recipe"] = recipe.ToJson(), ["machine"] = new JsonObject { ["os"] = "some system" }, ["versions"] = new JsonObject { ["libtorch"] = "1.13.0" },
        }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "events.jsonl"), $$"""
            {"event":"epoch","schema":1,"epoch":1,"phase":"warm-up","learningRate":0.1,"training":{"loss":2,"givenAccuracy":0.25},"test":0.25,"seconds":1,"samplesPerSecond":1}
            {"event":"epoch","schema":1,"epoch":2,"phase":"train","learningRate":0.1,"training":{"loss":1,"givenAccuracy":0.5},"test":{{last}},"seconds":1,"samplesPerSecond":1}
            {"event":"end","schema":1,"time":"2026-03-04T05:06:07Z","seconds":2.5}

            """);
        File.WriteAllText(Path.Combine(folder, "result.json"), $$"""
            {"best": {"accuracy": {{last}}, "epoch": 2}, "last": {"accuracy": {{last}}, "epoch": 2}, "givenAccuracy": 0.6, "labelScores": [], "rankedBy": "loss", "seconds": 2.5, "peakMemory": 1000000}
            """);
        return folder;
    }
}
