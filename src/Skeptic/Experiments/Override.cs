using System.Text.Json.Nodes;

namespace Skeptic.Experiments;

/// <summary>Settings of some cells: <c>{when: {method: aux, rate: 0.4}, settings: {...}}</c>.</summary>
/// <param name="When">Labels by axis, each one or several; all must fit.</param>
public sealed record Override(IReadOnlyDictionary<string, IReadOnlyList<string>> When, JsonObject Settings)
{
    internal bool Fits(IReadOnlyDictionary<string, string> labels) => When.All(pair => pair.Value.Contains(labels[pair.Key]));

    internal static Override From(JsonNode? json, IReadOnlyList<Axis> axes)
    {
        if (json is not JsonObject tree || tree["when"] is not JsonObject when || tree["settings"] is not JsonObject settings || tree.Count != 2)
            throw new ExperimentException("an override must read {when: {AXIS: VALUE}, settings: {...}}");
        var labels = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, value) in when)
        {
            var axis = axes.FirstOrDefault(axis => axis.Name == name)
                ?? throw new ExperimentException($"an override is for '{name}', and the grid has no such axis, only {string.Join(", ", axes.Select(axis => axis.Name))}");
            List<string> wanted = value is JsonArray list ? [.. list.Select(item => item?.ToString() ?? "")] : [value?.ToString() ?? ""];
            if (wanted.FirstOrDefault(label => axis.Values.All(known => known.Label != label)) is { } unknown)
                throw new ExperimentException($"an override is for {name} {unknown}, and grid.{name} has only {string.Join(", ", axis.Values.Select(known => known.Label))}");
            labels[name] = wanted;
        }
        return new Override(labels, (JsonObject)settings.DeepClone());
    }
}
