using System.Text;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class NpyTests
{
    [Fact]
    public void Every_type_is_read_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        Check<byte>([1, 255, 3, 4, 5, 6]);
        Check<int>([int.MinValue, -1, 0, 1, 2, int.MaxValue]);
        Check<long>([long.MinValue, -1, 0, 1, 2, long.MaxValue]);
        Check<float>([-1.5f, 0, float.Epsilon, float.MaxValue, float.PositiveInfinity, 1]);
        Check<double>([-1.5, 0, double.Epsilon, double.MaxValue, double.NegativeInfinity, 1]);

        void Check<T>(T[] values)
            where T : unmanaged
        {
            Npy.Write<T>(folder["a.npy"], values, 2, 3);
            var read = Npy.Read(folder["a.npy"]);
            Assert.Equal([2, 3], read.Shape);
            Assert.Equal(values, (T[])read.Values);
        }
    }

    [Fact]
    public void Bytes_written_are_those_NumPy_writes()
    {
        // numpy.save of array([1, 2], dtype='<i4').
        using var folder = new TemporaryFolder();
        Npy.Write<int>(folder["a.npy"], [1, 2]);
        var header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n";
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), 1, 0, 0, 0, 2, 0, 0, 0];
        Assert.Equal(expected, File.ReadAllBytes(folder["a.npy"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_are_read(byte version)
    {
        using var folder = new TemporaryFolder();
        var content = ArrayFile("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [7, 8], version);
        Assert.Equal([7, 8], Npy.Read(folder.Write("a.npy", content)).ToInts());
    }

    [Fact]
    public void Keys_may_come_in_any_order_and_an_array_may_have_no_dimension()
    {
        using var folder = new TemporaryFolder();
        var array = Npy.Read(folder.Write("a.npy", ArrayFile("{'shape': (), 'fortran_order': False, 'descr': '|u1'}", [9])));
        Assert.Empty(array.Shape);
        Assert.Equal([9], array.ToInts());
    }

    [Theory]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", 7, "is cut short")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", 9, "longer than it should be")]
    [InlineData("{'descr': '<i4', 'fortran_order': True, 'shape': (2,), }", 8, "column-major")]
    [InlineData("{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", 8, "type '>i4'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 8, "type '|O'")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }", 8, "names no simple type")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999,), }", 8, "too large")]
    [InlineData("nonsense", 8, "names no simple type")]
    public void Arrays_of_another_form_are_refused(string header, int bytes, string expected)
        => Refuses(ArrayFile(header, new byte[bytes]), expected);

    [Fact]
    public void Files_that_are_no_arrays_are_refused()
    {
        Refuses([1, 2, 3], "is not a .npy file");
        Refuses(Encoding.ASCII.GetBytes("PK zip archive of something"), "is not a .npy file");
        Refuses([0x93, .. "NUMPY"u8, 9, 0, 0, 0], "format version 9");
        Refuses([0x93, .. "NUMPY"u8, 1, 0, 255, 255], "cut short within its header");
        Refuses([0x93, .. "NUMPY"u8, 1, 0], "cannot be read");
        using var folder = new TemporaryFolder();
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => Npy.Read(folder["missing.npy"])).Message);
    }

    [Fact]
    public void Numbers_are_converted_only_where_nothing_is_lost()
    {
        Assert.Equal([1, 2], new NpyArray([2], new long[] { 1, 2 }).ToInts());
        Assert.Throws<DataException>(() => new NpyArray([1], new[] { 1L << 40 }).ToInts());
        Assert.Throws<DataException>(() => new NpyArray([1], new[] { 1.0 }).ToInts());
        Assert.Equal([3.0], new NpyArray([1], new byte[] { 3 }).ToDoubles());
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        Npy.Write<int>(folder["a.npy"], [1]);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["a.npy"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal([folder["a.npy"]], Directory.GetFiles(folder.Path));
        Assert.Equal([1], Npy.Read(folder["a.npy"]).ToInts());
    }

    private static void Refuses(byte[] content, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(expected, Assert.Throws<DataException>(() => Npy.Read(folder.Write("a.npy", content))).Message);
    }

    private static byte[] ArrayFile(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
