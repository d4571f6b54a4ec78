using System.Text.Json.Nodes;
using Skeptic.Noise;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>What the demo trains: everything that was chosen for it, in one place.</summary>
internal static class DemoPlan
{
    /// <summary>The method that believes every label; all others are compared with it.</summary>
    public const string Baseline = "ce";

    public const string Noise = "symmetric:0.4";

    public const int Samples = 4000, Epochs = 30, Seed = 1;

    // Few samples, Adam, a constant rate and no weight decay: plain cross-entropy then has time to learn the wrong labels by
    // heart within a minute, which is what there is to see. With 9,000 samples and SGD it does not get there in 15 epochs.
    private static readonly string[] s_shared =
    [
        "dataset=glyphs",
        $"samples={Samples}",
        $"noise={Noise}",
        "model=lenet",
        $"seed={Seed}",
        $"epochs={Epochs}",
        "optimiser.name=adam",
        "optimiser.learningRate=0.001",
        "optimiser.weightDecay=0",
        "schedule=constant",
    ];

    private static readonly (string Method, string[] Settings)[] s_methods =
    [
        (Baseline, []),
        ("gce", []),
        ("sop", []),
    ];

    /// <summary>The runs, the baseline first.</summary>
    /// <exception cref="SettingsException">An option is out of range.</exception>
    /// <exception cref="NoiseException">The noise is none that there is.</exception>
    /// <exception cref="UsageException">The noise leaves nothing to show.</exception>
    public static IReadOnlyList<DemoPart> Parts(DemoOptions options)
    {
        (string Path, string? Value)[] given = [("noise", options.Noise), ("epochs", options.Epochs), ("seed", options.Seed), ("samples", options.Samples)];
        return [.. s_methods.Select(method => Part(method, given, options.Out))];
    }

    private static DemoPart Part((string Method, string[] Settings) method, (string Path, string? Value)[] given, string directory)
    {
        var tree = new JsonObject();
        SettingsTree.Assign(tree, $"method.use={method.Method}");
        foreach (var setting in s_shared.Concat(method.Settings)) SettingsTree.Assign(tree, setting);
        foreach (var (path, value) in given)
            if (value is not null) SettingsTree.Set(tree, path, JsonValue.Create(value));
        var recipe = Recipe.From(tree);
        if (NoiseSpec.Parse(recipe.Noise) is { Rate: 0, StatesRate: true })
            throw new UsageException($"--noise {recipe.Noise} leaves every label right, so there is nothing to show; write symmetric:0.4, say");
        return new DemoPart(method.Method, recipe, Path.Combine(directory, recipe.Name));
    }
}

/// <summary>One run of the demo, before it is trained.</summary>
internal sealed record DemoPart(string Method, Recipe Recipe, string Directory);
