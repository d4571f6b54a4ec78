using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Prediction;

namespace Skeptic.Export;

/// <summary>What a file of a model says beside its weights: how samples are brought to it, and what its outputs mean.</summary>
internal static class ModelMetadata
{
    /// <summary><c>architecture</c>, <c>class_names</c> and <c>shape</c> of one sample, <c>mean</c> and <c>std</c> of each channel for <c>(byte / 255 - mean) / std</c>; lists as JSON.</summary>
    internal static IEnumerable<(string Key, string Value)> Of(TrainedModel model) =>
    [
        ("architecture", model.Architecture),
        ("class_names", new JsonArray([.. model.ClassNames.Select(name => JsonValue.Create(name))]).ToJsonString()),
        ("shape", List(model.Shape.Select(extent => (double)extent))),
        ("mean", List(model.Normalisation.Mean)),
        ("std", List(model.Normalisation.Std)),
    ];

    private static string List(IEnumerable<double> values) => $"[{string.Join(",", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";
}
