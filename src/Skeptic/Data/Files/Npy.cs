using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Skeptic.Data;

/// <summary>Reads and writes NumPy's .npy files: format versions 1 to 3, row-major order, little-endian u1, i4, i8, f4 and f8; b1 is read as u1.</summary>
public static class Npy
{
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

    /// <summary>Writes an array as version 1.</summary>
    internal static void Write(Stream stream, NpyArray array)
    {
        stream.Write(Header(Descriptor(array.Values.GetType().GetElementType()!), [.. array.Shape]));
        stream.Write(Bytes(array.Values));
    }

    /// <param name="stream">Seekable, at its beginning.</param>
    /// <param name="file">What messages call it.</param>
    internal static NpyArray Read(Stream stream, string file)
    {
        var header = NpyHeader.Read(stream, file);
        if (header.ColumnMajor)
            throw new DataException($"The array '{file}' is in column-major order; save it with numpy.ascontiguousarray(...).");
        var type = TypeOf(header.Descriptor, file);
        header.RequireLength(stream.Length - stream.Position, Marshal.SizeOf(type), file);
        var values = Array.CreateInstance(type, header.Count);
        stream.ReadExactly(Bytes(values));
        return new(header.Shape, values);
    }

    private static Type TypeOf(string descriptor, string file) => descriptor switch
    {
        "|u1" or "<u1" or "|b1" => typeof(byte),
        "<i4" => typeof(int),
        "<i8" => typeof(long),
        "<f4" => typeof(float),
        "<f8" => typeof(double),
        _ => throw new DataException(
            $"The array '{file}' has elements of type '{descriptor}'; u1, b1, <i4, <i8, <f4 and <f8 can be read: convert it with astype(...)."),
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

    /// <summary>Version 1, padded with blanks so that the data begins at a multiple of 64 bytes.</summary>
    internal static byte[] Header(string descriptor, ReadOnlySpan<int> shape)
    {
        var extents = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        var text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({extents}), }}";
        var total = (NpyHeader.PreambleLength + 2 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[total];
        NpyHeader.Magic.CopyTo(header, 0);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(NpyHeader.PreambleLength), (ushort)(total - NpyHeader.PreambleLength - 2));
        Encoding.ASCII.GetBytes(text.PadRight(total - NpyHeader.PreambleLength - 3) + "\n").CopyTo(header, NpyHeader.PreambleLength + 2);
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
}
