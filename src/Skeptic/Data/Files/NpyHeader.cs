using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Skeptic.Data;

/// <summary>What stands before the numbers of a .npy file, format versions 1 to 3.</summary>
/// <param name="Descriptor">NumPy's name of the type, such as <c>&lt;f4</c>.</param>
/// <param name="ColumnMajor">The first index changes fastest.</param>
/// <param name="DataOffset">Where the numbers begin, in bytes.</param>
internal sealed partial record NpyHeader(string Descriptor, bool ColumnMajor, int[] Shape, long DataOffset)
{
    internal const int PreambleLength = 8;

    internal static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    public long Count => Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Leaves the stream at the first number.</summary>
    /// <exception cref="DataException">Not a .npy file, or one whose header is cut short or names no simple type.</exception>
    public static NpyHeader Read(Stream stream, string file)
    {
        Span<byte> preamble = stackalloc byte[PreambleLength];
        if (stream.ReadAtLeast(preamble, PreambleLength, throwOnEndOfStream: false) < PreambleLength || !preamble.StartsWith(Magic))
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

        var match = Pattern.Match(header);
        if (!match.Success)
            throw new DataException(
                $"The array '{file}' has the .npy header {header.Trim()}, which names no simple type and shape; save a plain array.");
        return new(match.Groups["type"].Value, match.Groups["order"].Value == "True", ShapeOf(match.Groups["shape"].Value, file), stream.Position);
    }

    /// <exception cref="DataException">The file has fewer or more bytes after the header than the shape needs.</exception>
    public void RequireLength(long present, int elementSize, string file)
    {
        var needed = Count * elementSize;
        if (needed != present)
            throw new DataException(
                $"The array '{file}' of shape ({string.Join(", ", Shape)}) needs {needed} bytes of data but has {present}; the file is "
                + (present < needed ? "cut short: copy or make it again." : "longer than it should be: make it again."));
    }

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

    /// <summary>A Python dictionary of three keys in any order.</summary>
    [GeneratedRegex(
        @"^\s*\{(?=.*'descr':\s*'(?<type>[^']+)')(?=.*'fortran_order':\s*(?<order>True|False))"
            + @"(?=.*'shape':\s*\((?<shape>[\d,\s]*)\)).*\}\s*$",
        RegexOptions.Singleline)]
    private static partial Regex Pattern { get; }
}
