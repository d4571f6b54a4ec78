using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>The 32-bit floats of a safetensors file, by name, as any other program would read them.</summary>
internal static class Numbers
{
    public static IReadOnlyDictionary<string, float[]> Of(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, start - 8))!.AsObject();
        return header.Where(pair => (string?)pair.Value!["dtype"] == "F32").ToDictionary(pair => pair.Key, pair =>
        {
            var (from, to) = ((int)pair.Value!["data_offsets"]![0]!, (int)pair.Value!["data_offsets"]![1]!);
            return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start + from, to - from)).ToArray();
        });
    }

    /// <summary>The largest difference of two files' numbers, each tensor's relative to its largest number. Not numbers must be so in both.</summary>
    public static double Difference(string one, string other)
    {
        var (a, b) = (Of(one), Of(other));
        Assert.Equal(a.Keys.Order(), b.Keys.Order());
        return a.Max(tensor =>
        {
            var unit = tensor.Value.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
            return tensor.Value.Zip(b[tensor.Key], (x, y) => float.IsNaN(x) && float.IsNaN(y) ? 0 : Math.Abs(x - y) / Math.Max(unit, 1e-30)).Max();
        });
    }
}
