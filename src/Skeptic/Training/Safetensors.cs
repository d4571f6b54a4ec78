using Skeptic.Data;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header with types, shapes and offsets, the tensors. Metadata
/// travels in the header, so that weights and state are one file and one rename. <c>sha256</c> among it covers all of the file.
/// </summary>
internal static class Safetensors
{
    private const string Sum = "sha256";
    private const int MaximumHeader = 100_000_000;

    private static readonly Dictionary<ScalarType, string> s_names = new()
    {
        [ScalarType.Float32] = "F32", [ScalarType.Float64] = "F64", [ScalarType.Int64] = "I64", [ScalarType.Int32] = "I32",
        [ScalarType.UInt8] = "U8", [ScalarType.Bool] = "BOOL", [ScalarType.Float16] = "F16", [ScalarType.BFloat16] = "BF16",
    };

    /// <summary>Writes to <paramref name="path"/> by way of a temporary name, flushed to disk before the rename.</summary>
    internal static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var meta = new JsonObject();
        foreach (var (key, value) in metadata) meta[key] = value;
        var header = new JsonObject { ["__metadata__"] = meta };
        var bytes = new List<ReadOnlyMemory<byte>>();
        long offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            var data = Bytes(tensor);
            header[name] = new JsonObject
            {
                ["dtype"] = s_names[tensor.Type],
                ["shape"] = new JsonArray([.. tensor.Shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(offset, offset + data.Length),
            };
            bytes.Add(data);
            offset += data.Length;
        }
        meta[Sum] = Hash(header, bytes);
        // The data start at a multiple of eight bytes.
        var text = header.ToJsonString();
        var head = Encoding.UTF8.GetBytes(text.PadRight(text.Length + ((8 - (Encoding.UTF8.GetByteCount(text) % 8)) % 8)));
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, head.Length);
            stream.Write(length);
            stream.Write(head);
            foreach (var data in bytes) stream.Write(data.Span);
        });
    }

    /// <summary>Reads all tensors onto the CPU; they belong to the open scope or the caller.</summary>
    /// <exception cref="RunException">The file is truncated, was changed after it was written, or is no safetensors file of ours.</exception>
    internal static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path) =>
        Read(File.ReadAllBytes(path), summed: true, why => new RunException(
            $"{path} cannot be read: {why}; it was damaged after it was written, so start the run again in another directory"));

    /// <summary>Reads the tensors of a file that anybody may have written: no sum is asked for.</summary>
    /// <param name="fault">Makes the exception from what is wrong.</param>
    internal static Dictionary<string, Tensor> ReadForeign(byte[] file, Func<string, Exception> fault) => Read(file, summed: false, fault).Tensors;

    private static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(byte[] file, bool summed, Func<string, Exception> fault)
    {
        if (file.Length < 8) throw fault("it is shorter than its header");
        var length = BinaryPrimitives.ReadInt64LittleEndian(file);
        if (length is <= 0 or > MaximumHeader || length > file.Length - 8) throw fault("its header is longer than the file");
        var data = file.AsMemory(8 + (int)length);
        var header = Header(file.AsSpan(8, (int)length), data, summed, fault);
        var tensors = new Dictionary<string, Tensor>();
        var metadata = new Dictionary<string, string>();
        foreach (var (name, node) in header)
        {
            if (name == "__metadata__")
                foreach (var (key, value) in node as JsonObject ?? []) metadata[key] = value?.ToString() ?? "";
            else tensors[name] = Tensor(node as JsonObject ?? throw fault($"'{name}' is described by no object"), data.Span, name, fault);
        }
        return (tensors, metadata);
    }

    /// <summary>Over the header without its sum, then the data.</summary>
    private static string Hash(JsonObject header, IEnumerable<ReadOnlyMemory<byte>> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(header.ToJsonString()));
        foreach (var part in data) hash.AppendData(part.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static JsonObject Header(ReadOnlySpan<byte> text, ReadOnlyMemory<byte> data, bool summed, Func<string, Exception> fault)
    {
        try
        {
            var header = JsonNode.Parse(text) as JsonObject ?? throw fault("its header is no JSON object");
            JsonNode? sum = null;
            var found = header["__metadata__"] is JsonObject metadata && metadata.Remove(Sum, out sum);
            return !summed || (found && (string?)sum == Hash(header, [data])) ? header : throw fault("its content does not match its checksum");
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            throw fault("its header is no JSON object");
        }
    }

    private static Tensor Tensor(JsonObject entry, ReadOnlySpan<byte> data, string name, Func<string, Exception> fault)
    {
        var type = s_names.FirstOrDefault(pair => pair.Value == entry["dtype"]?.ToString());
        if (type.Value is null) throw fault($"'{name}' is of unknown type {entry["dtype"]}");
        var (shape, place) = (Integers(entry["shape"]), Integers(entry["data_offsets"]));
        if (shape is null || place is not [var start, var end] || start < 0 || end < start || end > data.Length)
            throw fault($"'{name}' does not lie where its header says");
        var size = type.Key switch { ScalarType.Float64 or ScalarType.Int64 => 8, ScalarType.Float32 or ScalarType.Int32 => 4, ScalarType.Float16 or ScalarType.BFloat16 => 2, _ => 1 };
        if (shape.Any(extent => extent < 0) || shape.Aggregate((Int128)size, (product, extent) => product * extent) != end - start)
            throw fault($"'{name}' does not lie where its header says");
        var tensor = Torch.Tensor.Empty(shape, type.Key);
        data[(int)start..(int)end].CopyTo(tensor.Bytes);
        return tensor;
    }

    /// <summary>Null where the node is no list of integers.</summary>
    private static long[]? Integers(JsonNode? node) =>
        node is JsonArray list && list.All(item => item is JsonValue value && value.TryGetValue<long>(out _)) ? [.. list.Select(item => (long)item!)] : null;

    private static byte[] Bytes(Tensor tensor) => tensor.To(Device.Cpu).Contiguous().Bytes.ToArray();
}
