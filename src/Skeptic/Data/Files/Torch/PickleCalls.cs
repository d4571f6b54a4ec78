namespace Skeptic.Data;

/// <summary>A name that a pickle may mention: <c>numpy.dtype</c>.</summary>
internal sealed record PickleName(string Name);

/// <summary>A NumPy array on its way: made empty, then filled.</summary>
internal sealed class PickledArray
{
    public NpyArray? Value { get; set; }
}

/// <summary>NumPy's element type; byte order comes later.</summary>
internal sealed record PickledType(string Code);

/// <summary>The bytes of a tensor storage and what they are: <c>i8</c>.</summary>
internal sealed record PickledStorage(string Code, byte[] Bytes);

/// <summary>What the names on the closed list mean. Nothing here reaches beyond making arrays.</summary>
/// <param name="length">Of the pickle: what it makes must stay in proportion.</param>
internal sealed class PickleCalls(string file, Func<string, byte[]> storage, int length)
{
    private static readonly Dictionary<string, string> s_storages = new()
    {
        ["torch.LongStorage"] = "i8", ["torch.IntStorage"] = "i4", ["torch.ShortStorage"] = "i2", ["torch.CharStorage"] = "i1",
        ["torch.ByteStorage"] = "u1", ["torch.FloatStorage"] = "f4", ["torch.DoubleStorage"] = "f8",
    };

    private static readonly HashSet<string> s_known =
    [
        "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct", "numpy.ndarray", "numpy.dtype", "_codecs.encode",
        "torch._utils._rebuild_tensor_v2", "collections.OrderedDict", .. s_storages.Keys,
    ];

    // A pickle of arrays makes each byte about once; far more than that is an attempt to fill the memory.
    private long _allowance = 4L * length + (1 << 16);

    public PickleName Known(string name) => s_known.Contains(name)
        ? new(name)
        : throw new DataException($"'{file}' is refused: it asks for '{name}', and Skeptic reads dictionaries of arrays only.");

    public object Call(PickleName callable, object?[] arguments) => (callable.Name, arguments) switch
    {
        ("_codecs.encode", [string text, "latin1"]) => Encode(text),
        ("numpy.dtype", [string code, ..]) => new PickledType(code),
        ("numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct", [PickleName { Name: "numpy.ndarray" }, object?[], byte[]])
            => new PickledArray(),
        ("torch._utils._rebuild_tensor_v2", [PickledStorage stored, long offset, object?[] shape, object?[] strides, ..])
            => new PickledArray { Value = Tensor(stored, offset, shape, strides) },
        ("collections.OrderedDict", []) => new Dictionary<object, object?>(),
        _ => throw Odd($"it calls '{callable.Name}' with arguments that arrays never have"),
    };

    /// <summary>Fills what was made before.</summary>
    public void Build(object? target, object?[] state)
    {
        switch (target, state)
        {
            case (PickledType, [long, string order, ..]):
                if (order is not ("<" or "|"))
                    throw Odd($"its numbers have byte order '{order}'; save them with astype('<i8')");
                break;
            case (PickledArray array, [long, object?[] shape, PickledType type, bool columnMajor, byte[] bytes]):
                if (columnMajor && shape.Length > 1)
                    throw Odd("an array is in column-major order; save it with numpy.ascontiguousarray(...)");
                array.Value = Array(type.Code, Extents(shape), bytes);
                break;
            default: throw Odd("it fills an object in a way that arrays never are");
        }
    }

    /// <summary>A tensor's storage, which the file names by a tuple of kind, type, key, device and number of elements.</summary>
    public PickledStorage Storage(object? name)
        => name is object?[] and ["storage", PickleName kind, string key, string, long] && s_storages.TryGetValue(kind.Name, out var code)
            ? new(code, storage(key))
            : throw Odd("it names a storage in a way that torch.save never does");

    private byte[] Encode(string text)
    {
        if ((_allowance -= text.Length) < 0)
            throw Odd("it makes far more bytes than it holds");
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = text[i] <= byte.MaxValue ? (byte)text[i] : throw Odd("bytes are written with a letter beyond Latin 1");
        return bytes;
    }

    private NpyArray Tensor(PickledStorage stored, long offset, object?[] shape, object?[] strides)
    {
        var extents = Extents(shape);
        var expected = 1L;
        for (var i = extents.Length - 1; i >= 0; i--)
        {
            if (strides.Length != extents.Length || strides[i] is not long stride || (extents[i] > 1 && stride != expected))
                throw Odd("a tensor is not contiguous; save it with .contiguous()");
            expected *= extents[i];
        }

        var size = Size(stored.Code);
        return offset >= 0 && offset <= stored.Bytes.Length / size && expected <= stored.Bytes.Length / size - offset
            ? Array(stored.Code, extents, stored.Bytes.AsSpan((int)(offset * size), (int)(expected * size)))
            : throw Odd("a tensor reaches beyond its storage");
    }

    private int[] Extents(object?[] shape)
    {
        var count = 1L;
        foreach (var extent in shape)
            if (extent is not (long and >= 0 and <= int.MaxValue) || (count *= (long)extent) > int.MaxValue)
                throw Odd("an array has a shape that cannot be");
        return System.Array.ConvertAll(shape, extent => (int)(long)extent!);
    }

    private NpyArray Array(string code, int[] shape, ReadOnlySpan<byte> bytes)
    {
        var count = shape.Aggregate(1L, (product, extent) => product * extent);
        if ((_allowance -= bytes.Length) < -int.MaxValue || count * Size(code) != bytes.Length)
            throw Odd($"an array of {count} elements of type {code} has {bytes.Length} bytes");
        return new(shape, NumbersIn(code, bytes));
    }

    private static Array NumbersIn(string code, ReadOnlySpan<byte> bytes) => code switch
    {
        "i8" => Numbers<long>(bytes),
        "i4" => Numbers<int>(bytes),
        "i2" => System.Array.ConvertAll(Numbers<short>(bytes), value => (int)value),
        "i1" => System.Array.ConvertAll(Numbers<sbyte>(bytes), value => (int)value),
        "f4" => Numbers<float>(bytes),
        "f8" => Numbers<double>(bytes),
        _ => bytes.ToArray(),
    };

    private static T[] Numbers<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
        => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    private int Size(string code) => code switch
    {
        "i8" or "f8" => 8,
        "i4" or "f4" => 4,
        "i2" => 2,
        "i1" or "u1" => 1,
        _ => throw Odd($"its numbers have type '{code}'; i1, i2, i4, i8, u1, f4 and f8 can be read: convert them with astype(...)"),
    };

    private DataException Odd(string why) => new($"'{file}' is refused: {why}.");
}
