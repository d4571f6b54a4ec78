using System.Formats.Tar;
using System.IO.Compression;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class TarSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("set.tar")]
    [InlineData("set.tar.gz")]
    public void Pictures_and_labels_belong_together_by_their_key(string name)
    {
        Write(name, ("one/0001.png", OddPictures.Plain(8, 10)), ("one/0001.cls", "2\n"u8.ToArray()), ("0002.cls", "10"u8.ToArray()), ("0002.png", OddPictures.Plain(8, 20)),
            ("0003.seg.png", OddPictures.Plain(8, 30)), ("0004.json", """{"label": 2, "caption": "x"}"""u8.ToArray()), ("0004.txt", "a caption"u8.ToArray()), ("0004.GIF", OddPictures.Bytes("plain.gif")));
        IPictureSource source = new TarSource(_folder[name]);
        var listing = source.List();
        Assert.Equal(["2", "10"], listing.ClassNames);
        Assert.Equal([($"{name}/one/0001.png", 0), ($"{name}/0002.png", 1), ($"{name}/0004.GIF", 0)], listing.Samples.Select(sample => (sample.Id, sample.Label)));
        var contents = source.Contents(listing).ToDictionary(item => item.Index, item => item.Read());
        Assert.Equal(OddPictures.Plain(8, 10), contents[0]);
        Assert.Equal(OddPictures.Plain(8, 20), contents[1]);
        Assert.Equal(OddPictures.Bytes("plain.gif"), contents[2]);
        Assert.Equal(OddPictures.Plain(8, 20), source.Read(listing.Samples[1]));
    }

    [Fact]
    public void Shards_are_named_by_braces_and_stars_and_say_their_split()
    {
        foreach (var name in new[] { "train-000.tar", "train-001.tar", "test-000.tar" })
            Write(name, ("a.png", OddPictures.Plain(8, 1)), ("a.cls", "cat"u8.ToArray()));
        var braces = new TarSource(_folder["{train,test}-{000..000}.tar"]).List();
        Assert.Equal([("train-000.tar/a.png", SourcePart.Train), ("test-000.tar/a.png", SourcePart.Test)], braces.Samples.Select(sample => (sample.Id, sample.Part)));
        Assert.Equal(["test-000.tar/a.png", "train-000.tar/a.png", "train-001.tar/a.png"], new TarSource(_folder["*.tar"]).List().Samples.Select(sample => sample.Id));
        Assert.Contains("There is no file", Refusal("train-{000..002}.tar"));
        Assert.Contains("No file matches", Refusal("nothing-*.tar"));
        Assert.Contains("no range of at most", Refusal("x-{5..2}.tar"));
    }

    [Fact]
    public void Mistakes_are_said()
    {
        Write("a.tar", ("1.png", OddPictures.Plain(8, 1)));
        Assert.Contains("the picture '1.png' has no label; put 1.cls", Refusal("a.tar"));
        Write("b.tar", ("1.png", OddPictures.Plain(8, 1)), ("1.jpg", OddPictures.Plain(8, 1)), ("1.cls", "x"u8.ToArray()));
        Assert.Contains("two pictures of the key '1', 1.png and 1.jpg", Refusal("b.tar"));
        Write("c.tar", ("1.png", OddPictures.Plain(8, 1)), ("1.json", "{}"u8.ToArray()));
        Assert.Contains("holds no 'label', 'class' or 'cls'", Refusal("c.tar"));
        Write("d.tar", ("1.png", OddPictures.Plain(8, 1)), ("1.cls", " "u8.ToArray()));
        Assert.Contains("the label '1.cls' is empty", Refusal("d.tar"));
        _folder.Write("e.tar", File.ReadAllBytes(_folder["b.tar"])[..700]);
        Assert.Contains("cannot be read as a tar file", Refusal("e.tar"));
        _folder.Write("f.tar.gz", "no archive"u8.ToArray());
        Assert.Contains("cannot be read as a tar file", Refusal("f.tar.gz"));
    }

    [Fact]
    public void Nothing_is_written_and_links_are_passed_over()
    {
        using (var stream = File.Create(_folder["x.tar"]))
        using (var tar = new TarWriter(stream))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "evil.png") { LinkName = "/etc/passwd" });
            Add(tar, "../../outside.png", OddPictures.Plain(8, 1));
            Add(tar, "../../outside.cls", "x"u8.ToArray());
        }

        var before = Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories);
        var listing = new TarSource(_folder["x.tar"]).List();
        Assert.Equal("x.tar/../../outside.png", Assert.Single(listing.Samples).Id);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "../../outside.png")));
    }

    private string Refusal(string name) => Assert.Throws<SourceException>(() => new TarSource(_folder[name]).List()).Message;

    private void Write(string name, params (string Name, byte[] Content)[] members)
    {
        using var file = File.Create(_folder[name]);
        using Stream stream = name.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(stream);
        foreach (var (member, content) in members) Add(tar, member, content);
    }

    private static void Add(TarWriter tar, string name, byte[] content)
        => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
