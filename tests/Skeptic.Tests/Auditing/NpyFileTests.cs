using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class NpyFileTests
{
    [Theory]
    [InlineData("|b1", new byte[] { 1, 0, 1 }, new double[] { 1, 0, 1 })]
    [InlineData("|i1", new byte[] { 255, 0, 5 }, new double[] { -1, 0, 5 })]
    [InlineData("|u1", new byte[] { 255, 0, 5 }, new double[] { 255, 0, 5 })]
    [InlineData("<i2", new byte[] { 1, 2, 255, 255, 0, 0 }, new double[] { 513, -1, 0 })]
    [InlineData(">i2", new byte[] { 2, 1, 255, 255, 0, 0 }, new double[] { 513, -1, 0 })]
    [InlineData(">u2", new byte[] { 255, 254 }, new double[] { 65534 })]
    [InlineData("<u4", new byte[] { 255, 255, 255, 255 }, new double[] { 4294967295 })]
    [InlineData(">i4", new byte[] { 0, 0, 1, 0 }, new double[] { 256 })]
    [InlineData(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 2 }, new double[] { 258 })]
    [InlineData("<f2", new byte[] { 0, 0x38, 0, 0xC0 }, new double[] { 0.5, -2 })]
    [InlineData(">f2", new byte[] { 0x38, 0 }, new double[] { 0.5 })]
    [InlineData(">f4", new byte[] { 0x3F, 0x80, 0, 0 }, new double[] { 1 })]
    [InlineData(">f8", new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0 }, new double[] { 1 })]
    public void Every_type_and_byte_order_is_read(string type, byte[] data, double[] expected)
    {
        using var folder = new TemporaryFolder();
        using var file = NpyFile.Open(folder.Write("a.npy", ArrayFile(type, $"({expected.Length},)", data)));
        var read = new double[expected.Length];
        file.ReadRows(0, read);
        Assert.Equal(expected, read);
        if (file.IsInteger && type != "<u4") Assert.Equal(expected.Select(value => (int)value), file.ReadIntegers());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parts_are_read_from_all_versions(byte version)
    {
        using var folder = new TemporaryFolder();
        using var file = NpyFile.Open(folder.Write("a.npy", ArrayFile("|u1", "(3, 2)", [1, 2, 3, 4, 5, 6], version: version)));
        var read = new double[4];
        file.ReadRows(1, read);
        Assert.Equal([3.0, 4, 5, 6], read);
        Assert.Equal([3, 2], file.Shape);
    }

    [Fact]
    public void Column_major_order_is_turned_round()
    {
        using var folder = new TemporaryFolder();
        using var file = NpyFile.Open(folder.Write("a.npy", ArrayFile("<f4", "(3, 2)", MemoryMarshal.AsBytes<float>([1, 2, 3, 10, 20, 30]).ToArray(), columnMajor: true)));
        var read = new double[4];
        file.ReadRows(1, read);
        Assert.Equal([2.0, 20, 3, 30], read);
    }

    [Fact]
    public void Floats_are_widened_at_every_length()
    {
        using var folder = new TemporaryFolder();
        for (var count = 1; count < 40; count++)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(i => i / 7f)];
            Npy.Write<float>(folder["a.npy"], values);
            using var file = NpyFile.Open(folder["a.npy"]);
            var read = new double[count];
            file.ReadRows(0, read);
            Assert.Equal(values.Select(value => (double)value), read);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Members_of_archives_are_read_stored_or_deflated(CompressionLevel level)
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
        {
            Add("probs.npy", ArrayFile("|u1", "(1, 2)", [7, 8]));
            Add("labels.npy", ArrayFile("|u1", "(1,)", [9]));

            void Add(string name, byte[] content)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        }
        using var probs = NpyFile.Open(folder["a.npz"] + ":probs");
        using var labels = NpyFile.Open(folder["a.npz"] + ":labels");
        Assert.Equal([1, 2], probs.Shape);
        Assert.Equal([9], labels.ReadIntegers());
        Refuses(folder["a.npz"], "holds several arrays (probs, labels); name one as");
        Refuses(folder["a.npz"] + ":other", "has no array 'other'; it holds probs, labels");
    }

    [Theory]
    [InlineData("|O", "(1,)", 8, "Python objects")]
    [InlineData("<U5", "(1,)", 20, "elements of type '<U5'")]
    [InlineData("<c8", "(1,)", 8, "elements of type '<c8'")]
    [InlineData("<f4", "(2, 2)", 15, "cut short")]
    [InlineData("<f4", "(2, 2)", 17, "longer than it should be")]
    public void What_is_no_whole_array_of_numbers_is_refused(string type, string shape, int bytes, string expected)
    {
        using var folder = new TemporaryFolder();
        Refuses(folder.Write("a.npy", ArrayFile(type, shape, new byte[bytes])), expected);
    }

    [Fact]
    public void Files_of_another_kind_and_none_are_refused()
    {
        using var folder = new TemporaryFolder();
        Refuses(folder.Write("a.npy", Encoding.ASCII.GetBytes("label,path\n0,a.png")), "does not begin with NumPy's mark");
        Refuses(folder.Write("a.npz", Encoding.ASCII.GetBytes("no archive")), "cannot be read");
        Refuses(folder["none.npy"], "cannot be read");
    }

    [Fact]
    public void Labels_are_a_vector_of_whole_numbers_that_fit()
    {
        using var folder = new TemporaryFolder();
        NoLabels("<f4", "(1,)", 4, "floating-point numbers where integers are needed");
        NoLabels("|u1", "(2, 1)", 2, "shape (2, 1); one number a sample is needed");
        using var large = NpyFile.Open(folder.Write("b.npy", ArrayFile("<i8", "(1,)", [0, 0, 0, 0, 1, 0, 0, 0])));
        Assert.Contains("holds 4294967296 at place 0", Assert.Throws<DataException>(large.ReadIntegers).Message);

        void NoLabels(string type, string shape, int bytes, string expected)
        {
            using var file = NpyFile.Open(folder.Write("a.npy", ArrayFile(type, shape, new byte[bytes])));
            Assert.Contains(expected, Assert.Throws<DataException>(file.ReadIntegers).Message);
        }
    }

    private static void Refuses(string path, string expected) => Assert.Contains(expected, Assert.Throws<DataException>(() => NpyFile.Open(path)).Message);

    private static byte[] ArrayFile(string type, string shape, byte[] data, bool columnMajor = false, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {columnMajor}, 'shape': {shape}, }}\n");
        byte[] length = version == 1 ? [(byte)text.Length, 0] : [(byte)text.Length, 0, 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
