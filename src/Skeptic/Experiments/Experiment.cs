using System.Text.Json.Nodes;
using Skeptic.Presets;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>
/// A grid of runs, as data: settings that all share, axes whose product is trained, settings of some cells. How its results are shown
/// stands beside it.
/// </summary>
public sealed record Experiment
{
    private static readonly string[] s_keys = ["title", "source", "notes", "settings", "grid", "overrides", "table", "figures"];

    /// <summary>The file's path below the folder of experiments, without its extension: <c>cdr-aux/table1</c>.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The paper or report, and which table or figure of it; empty where it is nobody's.</summary>
    public string Source { get; init; } = "";

    public IReadOnlyList<string> Notes { get; init; } = [];

    public required IReadOnlyList<Axis> Axes { get; init; }

    /// <summary>In the order of the grid, the last axis running fastest.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>What the file says under <c>table</c> and <c>figures</c>.</summary>
    internal JsonObject Presentation { get; init; } = [];

    /// <param name="json">The content of the file.</param>
    /// <param name="over">Settings that win over the file's, such as fewer epochs; they make other cells.</param>
    /// <param name="only">The part of the grid that is meant: labels by axis. Cells beyond it are not made, so <paramref name="over"/> need not suit them.</param>
    /// <exception cref="ExperimentException">The file says something that cannot be meant, or the grid has no such axis or value.</exception>
    public static Experiment From(string name, JsonObject json, JsonObject? over = null, ILookup<string, string>? only = null)
    {
        try
        {
            return Read(name, json, over ?? [], only);
        }
        catch (ExperimentException e)
        {
            throw new ExperimentException($"{name}: {e.Message}", e);
        }
        catch (SettingsException e)
        {
            throw new ExperimentException($"{name}: {e.Message}", e);
        }
    }

    private static Experiment Read(string name, JsonObject json, JsonObject over, ILookup<string, string>? only)
    {
        foreach (var (key, _) in json)
            if (!s_keys.Contains(key)) throw SettingsException.Unknown("entry of an experiment", key, s_keys);
        if (json["grid"] is not JsonObject grid || grid.Count == 0) throw new ExperimentException("it has no grid; write axes such as grid: {method: [ce, sop], seed: [1, 2, 3]}");
        List<Axis> axes = [.. grid.Select(axis => Axis.From(axis.Key, axis.Value))];
        List<Override> overrides = [.. (json["overrides"] as JsonArray ?? []).Select(item => Override.From(item, axes))];
        if (only is not null) axes = [.. Part(axes, only)];
        var settings = json["settings"] as JsonObject ?? [];
        return new Experiment
        {
            Name = name,
            Title = json["title"]?.ToString() ?? name,
            Source = json["source"]?.ToString() ?? "",
            Notes = json["notes"] is JsonArray notes ? [.. notes.Select(note => note!.ToString())] : json["notes"] is { } note ? [note.ToString()] : [],
            Axes = axes,
            Cells = [.. Product(axes).Select(values => Make(axes, values, settings, overrides, over))],
            Presentation = new JsonObject { ["table"] = json["table"]?.DeepClone(), ["figures"] = json["figures"]?.DeepClone() },
        };
    }

    private static IEnumerable<Axis> Part(List<Axis> axes, ILookup<string, string> only)
    {
        if (only.FirstOrDefault(one => axes.All(axis => axis.Name != one.Key)) is { } missing)
            throw new ExperimentException($"there is no axis '{missing.Key}', and the grid has only {string.Join(", ", axes.Select(axis => axis.Name))}");
        foreach (var axis in axes)
        {
            var known = axis.Values.Select(value => value.Label).ToList();
            if (only[axis.Name].FirstOrDefault(label => !known.Contains(label)) is { } unknown)
                throw new ExperimentException($"the axis {axis.Name} has no value '{unknown}', only {string.Join(", ", known)}");
            yield return only.Contains(axis.Name) ? axis with { Values = [.. axis.Values.Where(value => only[axis.Name].Contains(value.Label))] } : axis;
        }
    }

    private static Cell Make(IReadOnlyList<Axis> axes, IReadOnlyList<AxisValue> values, JsonObject settings, IReadOnlyList<Override> overrides, JsonObject over)
    {
        var labels = axes.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second.Label);
        JsonObject[] layers = [settings, .. values.Select(value => value.Settings), .. overrides.Where(one => one.Fits(labels)).Select(one => one.Settings), over];
        var presets = layers.Select(layer => layer["preset"]?.ToString()).Where(preset => preset is not null).ToList();
        try
        {
            var tree = PresetLayer.Under(presets.LastOrDefault(), layers);
            tree.Remove("preset");
            // A rate of its own joins the noise, whichever of both is the axis.
            if (tree["rate"] is { } rate) tree["noise"] = $"{tree["noise"] ?? throw new ExperimentException("there is a rate and no noise; write noise beside it")}:{rate}";
            tree.Remove("rate");
            return new Cell(labels, Recipe.From(tree));
        }
        catch (SettingsException e)
        {
            throw new ExperimentException($"{string.Join(" · ", labels.Values)}: {e.Message}", e);
        }
    }

    private static IEnumerable<IReadOnlyList<AxisValue>> Product(IEnumerable<Axis> axes) =>
        axes.Aggregate((IEnumerable<IReadOnlyList<AxisValue>>)[[]], (rows, axis) => rows.SelectMany(row => axis.Values.Select(value => (IReadOnlyList<AxisValue>)[.. row, value])));
}
