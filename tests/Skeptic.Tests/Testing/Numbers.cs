using System.Text.Json;
using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>An array of golden numbers with its shape: nested lists, or <c>{shape, dtype, data}</c>.</summary>
internal sealed record Numbers(double[] Items, long[] Shape)
{
    internal static Numbers Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object) json = json.GetProperty("data");
        var shape = new List<long>();
        for (var level = json; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
            if (level.GetArrayLength() == 0) break;
        }
        var items = new List<double>();
        Collect(json, items);
        return new Numbers([.. items], [.. shape]);
    }

    internal Tensor ToTensor(ScalarType type = ScalarType.Float32) => Tensor.From<double>(Items, Shape).To(type);

    internal static double[] Of(Tensor tensor)
    {
        using var scope = Scope.Open();
        return tensor.To(ScalarType.Float64).ToArray<double>();
    }

    private static void Collect(JsonElement json, List<double> items)
    {
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var inner in json.EnumerateArray()) Collect(inner, items);
        else items.Add(json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() ? 1 : 0 : json.GetDouble());
    }
}

internal static class JsonNumbers
{
    internal static Numbers Numbers(this JsonElement json, string name) => Tests.Numbers.Of(json.GetProperty(name));

    internal static double[] Doubles(this JsonElement json, string name) => json.Numbers(name).Items;

    internal static int[] Integers(this JsonElement json, string name) => [.. json.Doubles(name).Select(item => checked((int)item))];

    internal static double Double(this JsonElement json, string name) => json.GetProperty(name).GetDouble();

    internal static int Integer(this JsonElement json, string name) => json.GetProperty(name).GetInt32();

    internal static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>The property where it is there and not null.</summary>
    internal static JsonElement? Optional(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
