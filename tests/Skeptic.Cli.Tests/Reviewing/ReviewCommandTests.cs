using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reviewing;

public sealed partial class ReviewCommandTests
{
    [Fact]
    public void What_cannot_be_reviewed_is_said_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        Refused("there is no folder", "review", folder["none"]);
        Refused("is neither an audit (it has no issues.csv) nor a run (it has no run.json)", "review", folder.Path);
        folder.Write("issues.csv", "id,label\n1,2\n");
        Refused("issues.csv has no column 'path'", "review", folder.Path);
        using var audit = new MadeUpAudit();
        Refused("--port is 70000; it must be from 0 to 65535", "review", audit.Folder, "--port", "70000");
        Refused("--reviewer is ''", "review", audit.Folder, "--reviewer", "");
        Refused("--host is 'no-such-host.invalid'", "review", audit.Folder, "--host", "no-such-host.invalid");
        File.WriteAllText(audit.Journal, "{\"decisions\":1,\"data\":\"ffff\"}\n");
        Refused("it is about the data ffff", "review", audit.Folder);
    }

    [Fact]
    public async Task A_port_in_use_is_said()
    {
        using var audit = new MadeUpAudit();
        using var other = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        Refused($"port {served.Address.Port} of 127.0.0.1 cannot be listened on: ", "review", other.Folder, "--port", $"{served.Address.Port}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public void A_signal_ends_it_properly(int signal)
    {
        using var audit = new MadeUpAudit();
        using var process = new ReviewProcess(audit.Folder);
        Assert.Equal("127.0.0.1", process.Address.Host);
        Assert.Equal(0, Signal(process.Id, signal));
        Assert.Equal(ExitCode.Ok, process.WaitForExit());
        Assert.Single(audit.Lines);
    }

    /// <remarks>Four clients ask for decisions as fast as they are answered; the process is killed amid them, three times over.</remarks>
    [Fact]
    public async Task A_killed_server_loses_nothing_that_it_acknowledged()
    {
        using var audit = new MadeUpAudit(20_000);
        var acknowledged = new List<(string Batch, int Rows)>();
        for (var round = 0; round < 3; round++)
        {
            using var process = new ReviewProcess(audit.Folder);
            var burst = Enumerable.Range(0, 4).Select(client => Burst(process.Address, $"{round}-{client}", client + 4 * round, acknowledged)).ToArray();
            var wanted = acknowledged.Count + 60;
            while (Count() < wanted) await Task.Delay(2);
            process.Kill();
            await Task.WhenAll(burst);
        }
        var written = audit.Lines[1..].Select(line => { try { return JsonDocument.Parse(line).RootElement; } catch (JsonException) { return default; } }).Where(line => line.ValueKind == JsonValueKind.Object)
            .GroupBy(line => line.GetProperty("batch").GetString()!).ToDictionary(group => group.Key, group => group.Count());
        Assert.True(acknowledged.Count >= 180);
        Assert.All(acknowledged, batch => Assert.Equal(batch.Rows, written[batch.Batch]));
        // And the journal is read as it is.
        await using var served = await ServedAudit.Start(audit.Folder);
        Assert.True((int)(await served.Get("api/since?seq=0&reviewer=ada"))["last"]! >= acknowledged.Sum(batch => batch.Rows));

        int Count()
        {
            lock (acknowledged) return acknowledged.Count;
        }
    }

    private static async Task Burst(Uri address, string name, int client, List<(string Batch, int Rows)> acknowledged)
    {
        using var http = new HttpClient { BaseAddress = new(address.GetLeftPart(UriPartial.Authority)) };
        http.DefaultRequestHeaders.Add("X-Skeptic-Review", "1");
        try
        {
            await http.GetAsync(address);
            for (var i = 0; ; i++)
            {
                int[] rows = [.. Enumerable.Range(0, 1 + i % 5).Select(row => (client * 1600 + 5 * i + row) % 20_000)];
                using var answer = await http.PostAsJsonAsync("api/decide", new { batch = $"{name}-{i}", reviewer = name, pass = 1, decision = "keep", rows });
                if (!answer.IsSuccessStatusCode) return;
                await answer.Content.ReadAsStringAsync();
                lock (acknowledged) acknowledged.Add(($"{name}-{i}", rows.Length));
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Killed.
        }
    }

    private static void Refused(string sentence, params string[] arguments)
    {
        var ended = Here.Run([.. arguments, "--no-open"]);
        Assert.Contains(sentence, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
