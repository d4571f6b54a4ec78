using System.Text.Json.Nodes;
using Skeptic.Settings;

namespace Skeptic.Experiments;

/// <summary>One value of an axis.</summary>
/// <param name="Label">As tables and figures write it.</param>
public sealed record AxisValue(string Label, JsonObject Settings);

/// <summary>One dimension of an experiment's grid.</summary>
/// <param name="Name">A setting's path (<c>method.aux.lambda</c>), <c>preset</c>, <c>rate</c> (of the noise), or any word where values have settings of their own.</param>
public sealed record Axis(string Name, IReadOnlyList<AxisValue> Values)
{
    /// <param name="json">A list of values, each written at the axis' path; or labels, each with settings: <c>{long: {epochs: 100}}</c>.</param>
    /// <exception cref="ExperimentException">Neither of both, nothing, or a label twice.</exception>
    internal static Axis From(string name, JsonNode? json)
    {
        var values = json switch
        {
            JsonArray list => [.. list.Select(item => Single(name, item))],
            JsonObject labels => labels.Select(pair => new AxisValue(pair.Key, pair.Value as JsonObject ?? throw new ExperimentException(
                $"grid.{name}.{pair.Key} must hold settings, such as {{epochs: 100}}"))).ToList(),
            JsonValue => throw new ExperimentException($"grid.{name} is a single value; write a list, such as [{json}]"),
            _ => throw new ExperimentException($"grid.{name} holds nothing; write a list of values"),
        };
        if (values.Count == 0) throw new ExperimentException($"grid.{name} holds nothing; write a list of values");
        var twice = values.GroupBy(value => value.Label).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? new Axis(name, values) : throw new ExperimentException($"grid.{name} names {twice.Key} twice");
    }

    private static AxisValue Single(string name, JsonNode? item)
    {
        if (item is not JsonValue value) throw new ExperimentException($"grid.{name}: a value must be a single word or number; settings of several need labels, such as {{long: {{epochs: 100}}}}");
        var settings = new JsonObject();
        SettingsTree.Set(settings, name, value.DeepClone());
        return new AxisValue(value.ToString(), settings);
    }
}
