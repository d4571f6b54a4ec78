namespace Skeptic.Data;

/// <summary>
/// An array of numbers in a .npy file or a .npz archive (<c>file.npz</c>, or <c>file.npz:member</c>), of which parts are read when they
/// are needed. Safe for use by several threads at once.
/// </summary>
public sealed class NpyFile : IDisposable
{
    private readonly NpyBytes _bytes;
    private readonly NpyHeader _header;
    private readonly NpyType _type;

    private NpyFile(string name, NpyBytes bytes, NpyHeader header, NpyType type) => (Name, _bytes, _header, _type) = (name, bytes, header, type);

    public string Name { get; }

    public IReadOnlyList<int> Shape => _header.Shape;

    /// <summary>Whether the elements are whole numbers or truth values.</summary>
    public bool IsInteger => _type.IsInteger;

    /// <exception cref="DataException">
    /// Not there, not a .npy file or .npz archive, of objects, text or another type that is no number, or with too few or too many bytes.
    /// </exception>
    public static NpyFile Open(string path)
    {
        try
        {
            var bytes = Find(path);
            try
            {
                using var stream = bytes.Open();
                var header = NpyHeader.Read(stream, path);
                var type = NpyType.Parse(header.Descriptor, path);
                header.RequireLength(bytes.Length - header.DataOffset, type.Size, path);
                return new(path, bytes, header, type);
            }
            catch
            {
                bytes.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException($"The array '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Rows of a matrix [N,K], or numbers of a vector [N]: as doubles, one row after another whatever the file's order.</summary>
    /// <param name="into">A multiple of K numbers.</param>
    public void ReadRows(long first, Span<double> into)
    {
        if (into.IsEmpty) return;
        var columns = Shape.Count == 2 ? Shape[1] : 1;
        var raw = Buffer.Rent(into.Length * _type.Size);
        if (!_header.ColumnMajor || columns == 1)
        {
            Read(first * columns, raw);
            _type.ToDoubles(raw, into);
            return;
        }
        var count = into.Length / columns;
        var column = new double[count];
        for (var k = 0; k < columns; k++)
        {
            var part = raw[..(count * _type.Size)];
            Read((long)k * Shape[0] + first, part);
            _type.ToDoubles(part, column);
            for (var i = 0; i < count; i++) into[i * columns + k] = column[i];
        }
    }

    /// <summary>A vector [N] of whole numbers.</summary>
    /// <exception cref="DataException">Not a vector, not of integers, or a number that does not fit 32 bits.</exception>
    public int[] ReadIntegers()
    {
        if (Shape.Count != 1) throw new DataException($"The array '{Name}' has shape ({string.Join(", ", Shape)}); one number a sample is needed, shape (N,).");
        if (!IsInteger) throw new DataException($"The array '{Name}' holds floating-point numbers where integers are needed; save it with astype('i4').");
        var values = new int[Shape[0]];
        var part = new long[Math.Min(values.Length, 1 << 16)];
        for (var from = 0; from < values.Length; from += part.Length)
        {
            var numbers = part.AsSpan(0, Math.Min(part.Length, values.Length - from));
            var raw = Buffer.Rent(numbers.Length * _type.Size);
            Read(from, raw);
            _type.ToIntegers(raw, numbers);
            for (var i = 0; i < numbers.Length; i++)
                values[from + i] = numbers[i] is >= int.MinValue and <= int.MaxValue
                    ? (int)numbers[i]
                    : throw new DataException($"The array '{Name}' holds {numbers[i]} at place {from + i}, which does not fit 32 bits.");
        }
        return values;
    }

    public void Dispose() => _bytes.Dispose();

    private void Read(long element, Span<byte> raw) => _bytes.Read(_header.DataOffset + element * _type.Size, raw);

    private static NpyBytes Find(string path)
    {
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) return NpyBytes.OfMember(path, null);
        var colon = path.LastIndexOf(".npz:", StringComparison.OrdinalIgnoreCase);
        return colon >= 0 && !File.Exists(path) ? NpyBytes.OfMember(path[..(colon + 4)], path[(colon + 5)..]) : NpyBytes.OfFile(path);
    }

    /// <summary>A buffer of each thread's own that grows to what is asked for.</summary>
    private static class Buffer
    {
        [ThreadStatic]
        private static byte[]? t_bytes;

        public static Span<byte> Rent(int length)
        {
            if (t_bytes is null || t_bytes.Length < length) t_bytes = new byte[length];
            return t_bytes.AsSpan(0, length);
        }
    }
}
