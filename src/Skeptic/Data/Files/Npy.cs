using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Skeptic.Data;

/// <summary>Reads and writes NumPy's .npy files: format versions 1 to 3, row-major order, little-endian u1, i4, i8, f4 and f8.</summary>
public static partial class Npy
{
    private const int PreambleLength = 8;

    private static readonly byte[] s_magic = [0x93, .. "NUMPY"u8];

    /// <exception cref="DataException">Not a .npy file, one of another type or order, or one with too few or too many bytes.</exception>
    public static NpyArray Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Read(stream, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The array '{file}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes values [shape] as version 1, replacing the file at once or not at all.</summary>
    public static void Write<T>(string file, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        var header = Header(Descriptor(typeof(T)), shape.IsEmpty ? [values.Length] : shape);
        AtomicFile.Write(file, stream =>
        {
            stream.Write(header);
            stream.Write(bytes);
        });
    }

    /// <param name="stream">Seekable, at its beginning.</param>
    /// <param name="file">What messages call it.</param>
    internal static NpyArray Read(Stream stream, string file)
    {
        var (type, shape) = ReadHeader(stream, file);
        var count = shape.Aggregate(1L, (product, extent) => product * extent);
        var needed = count * Marshal.SizeOf(type);
        var present = stream.Length - stream.Position;
        if (needed != present)
            throw new DataException(
                $"The array '{file}' of shape ({string.Join(", ", shape)}) needs {needed} bytes of data but has {present}; the file is "
                + (present < needed ? "cut short: copy or make it again." : "longer than it should be: make it again."));
        var values = Array.CreateInstance(type, count);
        stream.ReadExactly(Bytes(values));
        return new(shape, values);
    }

    private static (Type Type, int[] Shape) ReadHeader(Stream stream, string file)
    {
        Span<byte> preamble = stackalloc byte[PreambleLength];
        if (stream.ReadAtLeast(preamble, PreambleLength, throwOnEndOfStream: false) < PreambleLength || !preamble.StartsWith(s_magic))
            throw new DataException($"'{file}' is not a .npy file: it does not begin with NumPy's mark.");
        var version = preamble[6];
        if (version is < 1 or > 3)
            throw new DataException($"The array '{file}' has .npy format version {version}; versions 1 to 3 can be read.");
        var lengthBytes = new byte[version == 1 ? 2 : 4];
        stream.ReadExactly(lengthBytes);
        long length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > stream.Length - stream.Position)
            throw new DataException($"The array '{file}' is cut short within its header: copy or make it again.");
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        var header = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);

        var match = HeaderPattern.Match(header);
        if (!match.Success)
            throw new DataException(
                $"The array '{file}' has the .npy header {header.Trim()}, which names no simple type and shape; save a plain array.");
        if (match.Groups["order"].Value == "True")
            throw new DataException($"The array '{file}' is in column-major order; save it with numpy.ascontiguousarray(...).");
        return (TypeOf(match.Groups["type"].Value, file), ShapeOf(match.Groups["shape"].Value, file));
    }

    private static Type TypeOf(string descriptor, string file) => descriptor switch
    {
        "|u1" or "<u1" => typeof(byte),
        "<i4" => typeof(int),
        "<i8" => typeof(long),
        "<f4" => typeof(float),
        "<f8" => typeof(double),
        _ => throw new DataException(
            $"The array '{file}' has elements of type '{descriptor}'; u1, <i4, <i8, <f4 and <f8 can be read: convert it with astype(...)."),
    };

    private static string Descriptor(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => "|u1",
        TypeCode.Int32 => "<i4",
        TypeCode.Int64 => "<i8",
        TypeCode.Single => "<f4",
        TypeCode.Double => "<f8",
        _ => throw new NotSupportedException($".npy files of {type.Name} are not written."),
    };

    private static int[] ShapeOf(string text, string file)
    {
        try
        {
            var extents = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return Array.ConvertAll(extents, int.Parse);
        }
        catch (OverflowException exception)
        {
            throw new DataException($"The array '{file}' has the shape ({text}), which is too large.", exception);
        }
    }

    /// <summary>Version 1, padded with blanks so that the data begins at a multiple of 64 bytes.</summary>
    private static byte[] Header(string descriptor, ReadOnlySpan<int> shape)
    {
        var extents = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        var text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({extents}), }}";
        var total = (PreambleLength + 2 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[total];
        s_magic.CopyTo(header, 0);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(PreambleLength), (ushort)(total - PreambleLength - 2));
        Encoding.ASCII.GetBytes(text.PadRight(total - PreambleLength - 3) + "\n").CopyTo(header, PreambleLength + 2);
        return header;
    }

    private static Span<byte> Bytes(Array values) => values switch
    {
        byte[] array => array,
        int[] array => MemoryMarshal.AsBytes(array.AsSpan()),
        long[] array => MemoryMarshal.AsBytes(array.AsSpan()),
        float[] array => MemoryMarshal.AsBytes(array.AsSpan()),
        _ => MemoryMarshal.AsBytes(((double[])values).AsSpan()),
    };

    /// <summary>A Python dictionary of three keys in any order.</summary>
    [GeneratedRegex(
        @"^\s*\{(?=.*'descr':\s*'(?<type>[^']+)')(?=.*'fortran_order':\s*(?<order>True|False))"
            + @"(?=.*'shape':\s*\((?<shape>[\d,\s]*)\)).*\}\s*$",
        RegexOptions.Singleline)]
    private static partial Regex HeaderPattern { get; }
}
