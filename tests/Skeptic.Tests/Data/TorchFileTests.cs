using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Skeptic.Data;

namespace Skeptic.Tests;

/// <summary>.pt files: what they may hold, and that nothing else gets anywhere.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_of_NumPy_are_read()
    {
        var arrays = Read(TorchFiles.Arrays(("clean", [3, 1, 4]), ("negative", [-1, long.MaxValue, 255, 65_536])));
        Assert.Equal(["clean", "negative"], arrays.Keys);
        Assert.Equal([3, 1, 4], arrays["clean"].ToInts());
        Assert.Equal((long[])[-1, long.MaxValue, 255, 65_536], arrays["negative"].Values);
    }

    [Fact]
    public void Tensors_and_lists_of_integers_are_read()
    {
        var storage = MemoryMarshal.AsBytes<long>([7, 8, 9]).ToArray();
        var arrays = Read(TorchFiles.Archive([.. TorchFiles.Start, .. TorchFiles.Text("tensor"), .. TorchFiles.Tensor(2, offset: 1, stored: 3), .. TorchFiles.Text("list"), .. "](K\x05M\0\x01J"u8, 254, 255, 255, 255, .. "eu."u8], storage));
        Assert.Equal([8, 9], arrays["tensor"].ToInts());
        Assert.Equal([5, 256, -2], arrays["list"].ToInts());
    }

    [Fact]
    public void A_call_of_the_system_is_refused_by_name_and_not_made()
    {
        var mark = _folder["made-by-the-pickle"];
        byte[] call = [.. "cos\nsystem\n"u8, .. TorchFiles.Text($"touch {mark}"), 0x85, .. "R"u8];
        Assert.Contains("it asks for 'os.system'", Refused(TorchFiles.Archive([0x80, 2, .. call, .. "."u8])));
        Assert.Contains("it asks for 'posix.system'", Refused(TorchFiles.Archive([0x80, 4, .. TorchFiles.Text("posix"), .. TorchFiles.Text("system"), 0x93, .. "."u8])));
        Assert.False(File.Exists(mark));
    }

    [Theory]
    [InlineData("cbuiltins\neval\n", "'builtins.eval'")]
    [InlineData("cbuiltins\ngetattr\n", "'builtins.getattr'")]
    [InlineData("cnumpy\nload\n", "'numpy.load'")]
    [InlineData("ctorch.serialization\nload\n", "'torch.serialization.load'")]
    [InlineData("cnumpy.core.multiarray\nscalar\n", "'numpy.core.multiarray.scalar'")]
    public void Names_beyond_the_list_are_refused(string pickle, string named)
        => Assert.Contains($"it asks for {named}", Refused(TorchFiles.Archive([0x80, 2, .. Encoding.ASCII.GetBytes(pickle), .. "."u8])));

    [Theory]
    [InlineData("(S'ls'\nios\nsystem\n.", "instruction 0x53 at byte 1")]
    [InlineData("(ios\nsystem\n.", "instruction 0x69 at byte 1")]
    [InlineData("P1\n.", "instruction 0x50 at byte 0")]
    [InlineData("\u0082\u0001.", "instruction 0x82 at byte 0")]
    [InlineData("I5\n.", "instruction 0x49")]
    public void Instructions_beyond_the_list_are_refused(string pickle, string named)
        => Assert.Contains(named, Refused(TorchFiles.Archive(Encoding.Latin1.GetBytes(pickle))));

    [Fact]
    public void Lengths_that_the_file_does_not_have_are_refused()
    {
        Assert.Contains("announces 4294967295 bytes", Refused(TorchFiles.Archive([0x80, 2, .. "X"u8, 255, 255, 255, 255, .. "abc."u8])));
        Assert.Contains("announces 255 bytes", Refused(TorchFiles.Archive([0x80, 4, 0x8C, 255, .. "abc."u8])));
        Assert.Contains("cut short", Refused(TorchFiles.Archive([0x80, 2, .. "J"u8, 1])));
        // An array of two thousand million numbers in eight bytes.
        var pickle = TorchFiles.NumPy([1]);
        var at = pickle.AsSpan().IndexOf((byte[])[.. "(K\x01J"u8]) + 4;
        BitConverter.GetBytes(2_000_000_000).CopyTo(pickle, at);
        Assert.Contains("an array of 2000000000 elements of type i8 has 8 bytes", Refused(TorchFiles.Archive([.. TorchFiles.Start, .. TorchFiles.Text("a"), .. pickle, .. "u."u8])));
        Assert.Contains("beyond its storage", Refused(TorchFiles.Archive([.. TorchFiles.Start, .. TorchFiles.Text("a"), .. TorchFiles.Tensor(4), .. "u."u8], new byte[24])));
        Assert.Contains("lacks the data of tensor storage '0'", Refused(TorchFiles.Archive([.. TorchFiles.Start, .. TorchFiles.Text("a"), .. TorchFiles.Tensor(4), .. "u."u8])));
    }

    [Fact]
    public void Memory_stays_in_proportion_to_the_file()
    {
        // A megabyte of text, kept once and made bytes a thousand times.
        byte[] pickle = [0x80, 2, .. "c_codecs\nencode\nq\0"u8, .. TorchFiles.Text(new string('a', 1 << 20)), .. "q\x01"u8, .. TorchFiles.Text("latin1"), .. "q\x02"u8,
            .. Enumerable.Repeat((byte[])[(byte)'h', 0, (byte)'h', 1, (byte)'h', 2, 0x86, (byte)'R'], 1000).SelectMany(bytes => bytes), .. "."u8];
        Assert.Contains("far more bytes than it holds", Refused(TorchFiles.Archive(pickle)));
    }

    [Fact]
    public void Damaged_pickles_end_in_a_sentence()
    {
        foreach (var pickle in (byte[][])[[], [(byte)'.'], [.. "h\0."u8], [.. "t."u8], [.. "(."u8], [.. "R."u8], [.. "NR."u8], [.. "N)R."u8], [.. "K\x01K\x02s."u8], [.. "Na."u8], [0x80, 9], [.. "}NNs."u8], [.. "Nb."u8], [.. "N)b."u8], [.. "NQ."u8], [.. "cno end"u8], [.. "X\x02\0\0\0"u8, 0xC3, 0x28, .. "."u8]])
            Assert.Matches("(damaged|refused|no dictionary).*[.]$", Refused(TorchFiles.Archive(pickle)));
        Assert.Contains("no dictionary", Refused(TorchFiles.Archive([0x80, 2, .. "]."u8])));
        Assert.Contains("neither an array nor a list", Refused(TorchFiles.Archive([.. TorchFiles.Start, .. TorchFiles.Text("a"), .. TorchFiles.Text("b"), .. "u."u8])));
        Assert.Contains("byte order '>'", Refused(TorchFiles.Archive([.. TorchFiles.Start, .. TorchFiles.Text("a"), .. TorchFiles.NumPy([1], ">"), .. "u."u8])));
    }

    [Fact]
    public void A_file_cut_anywhere_ends_in_a_sentence()
    {
        var whole = TorchFiles.Arrays(("clean", [3, 1, 4]));
        for (var length = 0; length < whole.Length; length += 7)
            Assert.EndsWith(".", Refused(whole[..length]));
    }

    [Fact]
    public void A_file_with_any_byte_changed_gives_the_arrays_or_a_sentence()
    {
        var whole = TorchFiles.Arrays(("clean", [3, 1, 4]));
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[i] ^= 0x15;
            try
            {
                Read(changed);
            }
            catch (DataException exception)
            {
                Assert.EndsWith(".", exception.Message);
            }
        }
    }

    [Fact]
    public void Compressed_entries_are_refused_as_torch_never_writes_them()
        => Assert.Contains("stores entries as they are", Refused(TorchFiles.Archive(new byte[100_000], level: CompressionLevel.SmallestSize)));

    [Fact]
    public void A_wrong_checksum_is_found()
    {
        var file = TorchFiles.Arrays(("clean", [3, 1, 4]));
        file[file.AsSpan().IndexOf("clean"u8)]++;
        Assert.Contains("its checksum differs", Refused(file));
    }

    private IReadOnlyDictionary<string, NpyArray> Read(byte[] content) => TorchFile.Read(_folder.Write("labels.pt", content));

    private string Refused(byte[] content) => Assert.ThrowsAny<DataException>(() => Read(content)).Message;
}
