using System.Text.Json.Nodes;

namespace Skeptic.Experiments;

/// <summary>One entry of an experiment's <c>figures</c>: <c>{kind: curves, y: test, by: method, panels: noise}</c>.</summary>
/// <param name="Kind">
/// <c>curves</c>: numbers of epochs. <c>axis</c>: results against the values of an axis. Of the training samples: <c>histogram</c> of a
/// number by right and wrong labels, <c>roc</c> of a number as a score for wrong labels, <c>matrix</c> of true labels against given or
/// suggested ones. <c>embedding</c>: test samples as the network sees them, in the plane.
/// </param>
/// <param name="Y">Numbers to draw.</param>
/// <param name="By">Axes of which every combination is a line; the runs of a line are averaged over the rest.</param>
/// <param name="Panels">The axis of which every value has a panel; null for one panel.</param>
/// <param name="X">The axis to draw against, of kind <c>axis</c>.</param>
internal sealed record PlotSpec(string Kind, IReadOnlyList<string> Y, IReadOnlyList<string> By, string? Panels, string? X)
{
    /// <summary>All axes that the figure keeps apart, the panels' first.</summary>
    internal IReadOnlyList<string> Groups => [.. Panels is { } axis ? [axis] : Array.Empty<string>(), .. By];

    private static readonly string[] s_keys = ["kind", "y", "by", "panels", "x"];
    private static readonly string[] s_kinds = ["curves", "axis", "histogram", "roc", "matrix", "embedding"];

    internal static PlotSpec From(JsonNode? json, Experiment experiment)
    {
        if (json is not JsonObject tree) throw Bad(experiment, "a figure must read {kind: curves, y: test}");
        foreach (var (key, _) in tree)
            if (!s_keys.Contains(key)) throw Bad(experiment, $"a figure has no '{key}', only {string.Join(", ", s_keys)}");
        var kind = tree["kind"]?.ToString() ?? "curves";
        if (!s_kinds.Contains(kind)) throw Bad(experiment, $"there is no figure of kind '{kind}', only {string.Join(", ", s_kinds)}");
        var axes = experiment.Axes.Select(axis => axis.Name).ToList();
        string? Axis(string key) => tree[key]?.ToString() is not { } name ? null : axes.Contains(name) ? name
            : throw Bad(experiment, $"a figure's {key} is '{name}', and the grid has only {string.Join(", ", axes)}");
        var (x, panels) = (Axis("x"), Axis("panels"));
        if (kind == "axis" && x is null) throw Bad(experiment, "a figure of kind axis needs x, the axis to draw against");
        var by = List(tree["by"]);
        if (by.FirstOrDefault(name => !axes.Contains(name)) is { } unknown) throw Bad(experiment, $"a figure's by is '{unknown}', and the grid has only {string.Join(", ", axes)}");
        if (by.Count == 0) by = [.. axes.Where(name => name != "seed" && name != x && name != panels)];
        var y = List(tree["y"]) is { Count: > 0 } given ? given : [kind switch { "axis" => "last", "histogram" => "loss", "roc" => "suspicion", "matrix" => "given", _ => "test" }];
        if (y.Count > 1 && kind is not ("curves" or "axis")) throw Bad(experiment, $"a figure of kind {kind} draws one number; write a figure for each of {string.Join(", ", y)}");
        return new PlotSpec(kind, y, by, panels, x);
    }

    private static List<string> List(JsonNode? json) => json switch { JsonArray list => [.. list.Select(item => item!.ToString())], JsonValue one => [one.ToString()], _ => [] };

    private static ExperimentException Bad(Experiment experiment, string what) => new($"{experiment.Name}: {what}");
}
