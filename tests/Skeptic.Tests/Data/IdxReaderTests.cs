using System.IO.Compression;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class IdxReaderTests
{
    private static readonly byte[] s_images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly byte[] s_labels = [0, 0, 8, 1, 0, 0, 0, 2, 9, 4];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plain_and_compressed_files_are_read(bool compressed)
    {
        using var folder = new TemporaryFolder();
        var data = IdxReader.ReadPair(folder.Write("i", compressed ? Gzip(s_images) : s_images), folder.Write("l", compressed ? Gzip(s_labels) : s_labels));
        var images = (ImageArray)data.Inputs;
        Assert.Equal((2, 1, 2, 3), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal([7, 8, 9, 10, 11, 12], images[1].ToArray());
        Assert.Equal([9, 4], data.Labels);
    }

    [Fact]
    public void Every_way_of_cutting_a_file_short_is_noticed()
    {
        using var folder = new TemporaryFolder();
        for (var length = 0; length < s_images.Length; length++)
        {
            Assert.Contains("cut short", Message(() => IdxReader.ReadImages(folder.Write("i", s_images[..length]))));
            Assert.Contains("cut short", Message(() => IdxReader.ReadImages(folder.Write("i", Gzip(s_images[..length])))));
        }
    }

    [Fact]
    public void A_compressed_file_cut_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        var compressed = Gzip([0, 0, 8, 1, 0, 0, 16, 0, .. Enumerable.Range(0, 4096).Select(i => (byte)(i * i % 251))]);
        // All but the last 8 bytes, gzip's own checksum: a file that lost only those still holds every value that its header announces.
        for (var length = 0; length < compressed.Length - 8; length += 13)
            Assert.Contains("Download it again.", Message(() => IdxReader.ReadLabels(folder.Write("l.gz", compressed[..length]))));
    }

    [Fact]
    public void A_compressed_file_with_a_flipped_bit_is_never_read_as_good()
    {
        using var folder = new TemporaryFolder();
        var compressed = Gzip([0, 0, 8, 1, 0, 0, 4, 0, .. Enumerable.Range(0, 1024).Select(i => (byte)(i * i % 251))]);
        for (var position = 10; position < compressed.Length; position++)
        {
            var damaged = (byte[])compressed.Clone();
            damaged[position] ^= 16;
            Assert.Contains("Download it again.", Message(() => IdxReader.ReadLabels(folder.Write("l.gz", damaged))));
        }
    }

    [Fact]
    public void Other_mistakes_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("too long", Message(() => IdxReader.ReadImages(folder.Write("i", [.. s_images, 0]))));
        Assert.Contains("holds labels where images are expected", Message(() => IdxReader.ReadImages(folder.Write("i", s_labels))));
        Assert.Contains("holds images where labels are expected", Message(() => IdxReader.ReadLabels(folder.Write("l", s_images))));
        // A server's error page instead of the file.
        var page = folder.Write("l", "<?xml version='1.0'?>"u8.ToArray());
        Assert.Contains("begins with 1010792557 instead of 2049", Message(() => IdxReader.ReadLabels(page)));
        Assert.Contains("its header announces", Message(() => IdxReader.ReadImages(folder.Write("i", [0, 0, 8, 3, 127, 255, 255, 255, 0, 0, 0, 28, 0, 0, 0, 28, 1]))));
        Assert.Contains("2 images but", Message(() => IdxReader.ReadPair(folder.Write("i", s_images), folder.Write("l", [0, 0, 8, 1, 0, 0, 0, 1, 5]))));
        Assert.Contains("cannot be read", Message(() => IdxReader.ReadLabels(folder["missing"])));
    }

    private static string Message(Func<object> read) => Assert.Throws<DataException>(read).Message;

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return packed.ToArray();
    }
}
