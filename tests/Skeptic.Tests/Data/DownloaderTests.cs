using System.Security.Cryptography;
using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class DownloaderTests : IDisposable
{
    private const string Part = "file.bin.part";

    private static readonly byte[] s_content = MakeContent(300_000);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private Downloader Downloader => new(_client, new() { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1) });

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_whole_file_arrives_with_progress()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        var progress = new Collected();
        var path = await Downloader.FetchAsync(Ask(server), _folder.Path, progress);
        Assert.Equal(s_content, File.ReadAllBytes(path));
        Assert.Equal([_folder["file.bin"]], Directory.GetFiles(_folder.Path));
        Assert.Equal(new("file.bin", 300_000, 300_000), progress.Reports[^1]);
        Assert.Equal(progress.Reports.Select(report => report.Received).Order(), progress.Reports.Select(report => report.Received));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_downloaded_again()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        await Downloader.FetchAsync(Ask(server), _folder.Path);
        await Downloader.FetchAsync(Ask(server), _folder.Path);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_there_but_damaged_is_replaced()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        _folder.Write("file.bin", [1, 2, 3]);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
    }

    [Fact]
    public async Task A_cut_connection_is_continued_where_it_broke()
    {
        using var server = new TinyServer(s_content, TinyServer.CutAfter(100_000), TinyServer.CutAfter(50_000), TinyServer.Good);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
        Assert.Equal([null, 100_000, 150_000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_later_call_continues_what_an_earlier_one_kept()
    {
        using (var cutting = new TinyServer(s_content, TinyServer.CutAfter(70_000)))
            await Refused(cutting, "the connection");
        Assert.Equal([_folder[Part]], Directory.GetFiles(_folder.Path));
        var kept = (int)new FileInfo(_folder[Part]).Length;
        Assert.Equal(210_000, kept);
        using var server = new TinyServer(s_content, TinyServer.Good);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
        Assert.Equal(kept, Assert.Single(server.Requests).From);
    }

    [Fact]
    public async Task A_server_without_ranges_starts_over()
    {
        using var server = new TinyServer(s_content, TinyServer.CutAfter(100_000), TinyServer.WithoutRange);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
        Assert.Equal(100_000, server.Requests[1].From);
    }

    [Fact]
    public async Task A_part_that_is_complete_already_is_taken()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        _folder.Write(Part, s_content);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
    }

    [Fact]
    public async Task A_wrong_part_of_an_earlier_call_is_dropped_and_all_is_fetched()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        _folder.Write(Part, new byte[1_000]);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
        _folder.Write(Part, new byte[400_000]);
        File.Delete(_folder["file.bin"]);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
    }

    [Fact]
    public async Task A_file_with_the_wrong_checksum_is_not_kept()
    {
        using var server = new TinyServer(MakeContent(1_000), TinyServer.Good);
        await Refused(server, "the content is wrong (SHA256");
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task MD5_is_checked_too()
    {
        using var server = new TinyServer([1, 2, 3], TinyServer.Good);
        var file = new DownloadFile("file.bin", [server.Url], Digest.Md5("5289df737df57326fcdd22597afb1fac"));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(await Downloader.FetchAsync(file, _folder.Path)));
    }

    [Fact]
    public async Task A_missing_file_is_not_asked_for_twice()
    {
        using var server = new TinyServer(s_content, TinyServer.Status(404));
        await Refused(server, "the server answered 404 Because");
        Assert.Single(server.Requests);
        Assert.False(File.Exists(_folder["file.bin"]));
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        using var server = new TinyServer(s_content, TinyServer.Status(503), TinyServer.Status(429), TinyServer.Good);
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(Ask(server), _folder.Path)));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_with_the_number_of_tries()
    {
        using var server = new TinyServer(s_content, TinyServer.Status(500));
        await Refused(server, "500 Because (3 tries)");
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_stalled_server_counts_as_a_lost_connection()
    {
        using var server = new TinyServer(s_content, TinyServer.StallAfter(10_000), TinyServer.Good);
        // Many tries: on a busy machine the good answers may take longer than this short patience, too.
        var impatient = new DownloadOptions { Attempts = 20, FirstDelay = TimeSpan.FromTicks(1), StallTimeout = TimeSpan.FromSeconds(0.5) };
        Assert.Equal(s_content, File.ReadAllBytes(await new Downloader(_client, impatient).FetchAsync(Ask(server), _folder.Path)));
        Assert.True(server.Requests.Count > 1);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_fails()
    {
        using var broken = new TinyServer(s_content, TinyServer.Status(404));
        using var wrong = new TinyServer([1], TinyServer.Good);
        using var server = new TinyServer(s_content, TinyServer.Good);
        var file = Ask(server) with { Urls = [broken.Url, new("http://127.0.0.1:1/nobody"), wrong.Url, server.Url] };
        Assert.Equal(s_content, File.ReadAllBytes(await Downloader.FetchAsync(file, _folder.Path)));
    }

    [Fact]
    public async Task Every_address_that_failed_is_named()
    {
        using var broken = new TinyServer(s_content, TinyServer.Status(404));
        var file = Ask(broken) with { Urls = [broken.Url, new("http://127.0.0.1:1/nobody")] };
        var message = (await Assert.ThrowsAsync<DataException>(() => Downloader.FetchAsync(file, _folder.Path))).Message;
        Assert.Contains($"{broken.Url}: the server answered 404", message);
        Assert.Contains("http://127.0.0.1:1/nobody: ", message);
        Assert.Contains(_folder.Path, message);
    }

    [Fact]
    public async Task Cancelling_keeps_the_part_and_makes_no_file()
    {
        using var server = new TinyServer(s_content, TinyServer.StallAfter(10_000));
        using var cancellation = new CancellationTokenSource();
        var progress = new Collected { OnReport = cancellation.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Downloader.FetchAsync(Ask(server), _folder.Path, progress, cancellation.Token));
        Assert.Equal([_folder[Part]], Directory.GetFiles(_folder.Path));
        Assert.InRange(new FileInfo(_folder[Part]).Length, 1, 10_000);
    }

    [FullDeviceFact]
    public async Task A_full_disk_is_told_and_makes_no_file()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        File.CreateSymbolicLink(_folder[Part], FullDeviceFactAttribute.Device);
        var message = (await Assert.ThrowsAsync<DataException>(() => Downloader.FetchAsync(Ask(server), _folder.Path))).Message;
        Assert.Contains("cannot be written beyond 0 bytes", message);
        Assert.Contains("Free some space", message);
        Assert.False(File.Exists(_folder["file.bin"]));
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        using var other = new FileStream(_folder[Part], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var message = (await Assert.ThrowsAsync<DataException>(() => Downloader.FetchAsync(Ask(server), _folder.Path))).Message;
        Assert.Contains("another download", message);
    }

    [Fact]
    public async Task A_place_that_cannot_be_made_is_told()
    {
        using var server = new TinyServer(s_content, TinyServer.Good);
        var inTheWay = _folder.Write("in-the-way", [1]);
        var message = (await Assert.ThrowsAsync<DataException>(() => Downloader.FetchAsync(Ask(server), Path.Combine(inTheWay, "sub")))).Message;
        Assert.Contains("cannot be made", message);
    }

    private static DownloadFile Ask(TinyServer server) => new("file.bin", [server.Url], Digest.Sha256(Convert.ToHexStringLower(SHA256.HashData(s_content))));

    private static byte[] MakeContent(int length)
    {
        var stream = new RandomStream((ulong)length);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)stream.NextUInt64())];
    }

    private async Task Refused(TinyServer server, string expected)
    {
        var message = (await Assert.ThrowsAsync<DataException>(() => Downloader.FetchAsync(Ask(server), _folder.Path))).Message;
        Assert.Contains(expected, message);
        Assert.Contains(server.Url.ToString(), message);
        Assert.False(File.Exists(_folder["file.bin"]));
    }

    private sealed class Collected : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public Action? OnReport { get; init; }

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke();
        }
    }
}
