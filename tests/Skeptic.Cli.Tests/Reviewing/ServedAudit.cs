using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Skeptic.Cli.Reviewing;

namespace Skeptic.Cli.Tests.Reviewing;

/// <summary>A server in this process, and a client that was let in.</summary>
internal sealed class ServedAudit : IAsyncDisposable
{
    private readonly DecisionLog _log;
    private readonly ReviewServer _server;

    private ServedAudit(DecisionLog log, ReviewServer server)
    {
        (_log, _server) = (log, server);
        Client = New();
    }

    public Uri Address => _server.Address;

    public HttpClient Client { get; }

    public static async Task<ServedAudit> Start(string folder, string? data = null)
    {
        var (book, content) = ReviewSession.Load(folder, data ?? folder, _ => { });
        var log = DecisionLog.Open(folder, book, TimeProvider.System);
        var served = new ServedAudit(log, await ReviewServer.Start(new ReviewApi(book, content, log, "ada"), "127.0.0.1", 0));
        using var entered = await served.Client.GetAsync(served.Address);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        return served;
    }

    /// <summary>A client without cookies.</summary>
    public HttpClient New()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new(), Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new(Address.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Add("X-Skeptic-Review", "1");
        return client;
    }

    public async Task<JsonObject> Get(string path) => (await Client.GetFromJsonAsync<JsonObject>(path))!;

    public Task<HttpResponseMessage> Post(string path, object body) => Client.PostAsJsonAsync(path, body);

    public async Task<JsonObject> Decide(string batch, string decision, int label, params int[] rows) => await Done("api/decide", new { batch, reviewer = "ada", pass = 1, decision, label, rows });

    public Task<JsonObject> Step(string batch, string act, string reviewer = "ada") => Done($"api/{act}", new { batch, reviewer, pass = 1 });

    public async Task<JsonObject> Done(string path, object body)
    {
        using var answer = await Post(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await _log.DisposeAsync();
    }
}
