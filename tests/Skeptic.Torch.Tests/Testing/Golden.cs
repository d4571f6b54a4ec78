using System.Text.Json;

namespace Skeptic.Torch.Tests.Testing;

/// <summary>Numbers that the scripts in tools/golden computed with PyTorch.</summary>
internal static class Golden
{
    private const double Relative = 1e-6;

    internal static JsonElement Load(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name))).RootElement;

    internal static TheoryData<string> Names(string file, string list = "cases")
    {
        var names = new TheoryData<string>();
        foreach (var item in Load(file).GetProperty(list).EnumerateArray()) names.Add(item.GetProperty("name").GetString()!);
        return names;
    }

    internal static JsonElement Find(string file, string name, string list = "cases") =>
        Load(file).GetProperty(list).EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    internal static long[] Shape(this JsonElement tensor) => [.. tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

    internal static double[] Items(this JsonElement tensor) => [.. tensor.GetProperty("items").EnumerateArray().Select(item => item.GetDouble())];

    internal static Tensor ToTensor(this JsonElement tensor) =>
        Tensor.From<float>(tensor.Items().Select(item => (float)item).ToArray(), tensor.Shape());

    /// <summary>Equal shapes, and elements that differ by at most 1e-6 of the largest.</summary>
    internal static void Close(JsonElement expected, Tensor actual, string what)
    {
        Assert.Equal(expected.Shape(), actual.Shape);
        var wanted = expected.Items();
        var found = Doubles(actual);
        var tolerance = Relative * wanted.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - found[i]) <= tolerance, $"{what}[{i}] is {found[i]:R}, PyTorch has {wanted[i]:R}");
    }

    /// <summary>Equal shapes and bits.</summary>
    internal static void Same(JsonElement expected, Tensor actual)
    {
        Assert.Equal(expected.Shape(), actual.Shape);
        Assert.Equal(expected.Items(), Doubles(actual));
    }

    internal static double[] Doubles(Tensor tensor)
    {
        using var scope = Scope.Open();
        return tensor.To(ScalarType.Float64).ToArray<double>();
    }
}
