using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Skeptic.Data;

namespace Skeptic.Tests;

public sealed class TarArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_top_folder_appears_whole()
    {
        await Unpack(File("set/a.bin", [1, 2]), File("set/deep/b.txt", [3]), new PaxTarEntry(TarEntryType.Directory, "set/"));
        Assert.Equal([1, 2], System.IO.File.ReadAllBytes(_folder["set/a.bin"]));
        Assert.Equal([3], System.IO.File.ReadAllBytes(_folder["set/deep/b.txt"]));
        Assert.Equal(["archive.tar.gz", "set"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("set/../../evil")]
    [InlineData("set/../evil")]
    [InlineData("/absolute/evil")]
    [InlineData("other/file")]
    [InlineData("set")]
    [InlineData("settle/file")]
    public async Task Names_outside_the_folder_are_refused(string name)
        => await Refused("lies outside", File("set/good", [1]), File(name, [1]));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task Links_are_refused(TarEntryType type)
        => await Refused("no plain file", File("set/good", [1]), new PaxTarEntry(type, "set/link") { LinkName = "/etc/passwd" });

    [Fact]
    public async Task An_archive_of_nothing_is_refused()
    {
        await Refused("cannot be unpacked");
        await Refused("holds no files", new PaxTarEntry(TarEntryType.Directory, "set/"));
    }

    [Fact]
    public async Task A_damaged_archive_is_refused()
    {
        var packed = Pack(File("set/a.bin", [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * i % 251))]));
        await RefusedBytes("cannot be unpacked", packed[..(packed.Length / 2)]);
        await RefusedBytes("cannot be unpacked", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public async Task A_folder_that_is_there_is_replaced()
    {
        _folder.Write("set/old.bin", [9]);
        await Unpack(File("set/a.bin", [1]));
        Assert.Equal([_folder["set/a.bin"]], Directory.GetFiles(_folder["set"]));
    }

    [Fact]
    public async Task A_data_set_in_an_archive_is_downloaded_and_unpacked_once()
    {
        var packed = Pack(File("set/a.bin", [1, 2]));
        using var server = new TinyServer(packed, TinyServer.Good);
        var source = new DownloadSource("tiny", "set", [new("set.tar.gz", [server.Url], Digest.Sha256(Convert.ToHexStringLower(SHA256.HashData(packed)))) { Contents = [new("a.bin", 2)] }]);
        using var client = new HttpClient();
        var downloader = new Downloader(client);
        for (var i = 0; i < 2; i++)
            Assert.Equal(_folder["set"], await downloader.DownloadAsync(source, _folder.Path));
        Assert.Single(server.Requests);
        Assert.Equal([_folder["set"]], Directory.GetFileSystemEntries(_folder.Path));

        System.IO.File.WriteAllBytes(_folder["set/a.bin"], [1]);
        await downloader.DownloadAsync(source, _folder.Path);
        Assert.Equal([1, 2], System.IO.File.ReadAllBytes(_folder["set/a.bin"]));
    }

    [Fact]
    public async Task An_archive_without_the_expected_files_is_told()
    {
        var packed = Pack(File("set/other.bin", [1, 2]));
        using var server = new TinyServer(packed, TinyServer.Good);
        var source = new DownloadSource("tiny", "set", [new("set.tar.gz", [server.Url], Digest.Sha256(Convert.ToHexStringLower(SHA256.HashData(packed)))) { Contents = [new("a.bin", 2)] }]);
        using var client = new HttpClient();
        Assert.Contains("does not hold a.bin", (await Assert.ThrowsAsync<DataException>(() => new Downloader(client).DownloadAsync(source, _folder.Path))).Message);
    }

    private static PaxTarEntry File(string name, byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    private static byte[] Pack(params TarEntry[] entries)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var writer = new TarWriter(gzip))
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        return packed.ToArray();
    }

    private Task Unpack(params TarEntry[] entries) => TarArchive.UnpackFolderAsync(_folder.Write("archive.tar.gz", Pack(entries)), "set", _folder.Path);

    private Task Refused(string expected, params TarEntry[] entries) => RefusedBytes(expected, Pack(entries));

    private async Task RefusedBytes(string expected, byte[] archive)
    {
        var path = _folder.Write("archive.tar.gz", archive);
        var message = (await Assert.ThrowsAsync<DataException>(() => TarArchive.UnpackFolderAsync(path, "set", _folder.Path))).Message;
        Assert.Contains(expected, message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }
}
