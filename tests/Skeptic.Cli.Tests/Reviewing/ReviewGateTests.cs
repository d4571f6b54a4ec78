using System.Net;
using System.Text;

namespace Skeptic.Cli.Tests.Reviewing;

public sealed class ReviewGateTests
{
    private static readonly object s_keep = new { batch = "a", reviewer = "ada", pass = 1, decision = "keep", rows = new[] { 1 } };

    [Fact]
    public async Task The_token_is_changed_for_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        using var client = served.New();
        foreach (var path in new[] { "/", "/review.js", "/api/book", "/api/columns", "/thumb?row=0", "/?token=", "/?token=" + new string('0', 48) })
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(path)).StatusCode);
        var entered = await client.GetAsync(served.Address);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (entered.StatusCode, entered.Headers.Location!.ToString()));
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(served.Address.Query[7..], cookie, StringComparison.Ordinal);
        var page = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("127.0.0.1.evil.example:PORT", 421)]
    [InlineData("localhost:PORT", 200)]
    [InlineData("LOCALHOST:PORT", 200)]
    public async Task Names_that_are_not_the_servers_own_are_refused(string host, int status)
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/book") { Headers = { Host = host.Replace("PORT", served.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) } };
        request.Headers.Add("Cookie", await Cookie(served));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = served.Client.BaseAddress };
        Assert.Equal(status, (int)(await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task What_another_page_has_a_browser_write_is_refused(string header, string value, int status)
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        served.Client.DefaultRequestHeaders.Add(header, value);
        Assert.Equal(status, (int)(await served.Post("api/decide", s_keep)).StatusCode);
        Assert.Equal(status == 200 ? 2 : 1, audit.Lines.Length);
    }

    [Fact]
    public async Task A_form_cannot_write_and_neither_can_a_request_without_the_pages_own_header()
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        using var form = new StringContent("""{"batch":"a","reviewer":"ada","pass":1,"decision":"keep","rows":[1]}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await served.Client.PostAsync("api/decide", form)).StatusCode);
        served.Client.DefaultRequestHeaders.Remove("X-Skeptic-Review");
        Assert.Equal(HttpStatusCode.Forbidden, (await served.Post("api/decide", s_keep)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await served.Client.DeleteAsync("api/decide")).StatusCode);
        Assert.Single(audit.Lines);
    }

    [Fact]
    public async Task Bodies_above_a_mebibyte_are_refused()
    {
        using var audit = new MadeUpAudit();
        await using var served = await ServedAudit.Start(audit.Folder);
        // A client that asks before it sends gets the answer whole; another one may find the connection closed.
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/decide") { Content = new StringContent(new string(' ', (1 << 20) + 1), Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        using var answer = await served.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Single(audit.Lines);
    }

    [Theory]
    [InlineData("/api/../issues.csv", 404)]
    [InlineData("/issues.csv", 404)]
    [InlineData("/picture?row=../../../etc/passwd", 400)]
    [InlineData("/picture?row=-1", 400)]
    [InlineData("/picture?row=3", 404)]
    [InlineData("/picture?row=2", 404)]
    [InlineData("/thumb?row=2", 404)]
    [InlineData("/picture?row=1", 404)]
    [InlineData("/picture?row=0", 200)]
    public async Task Only_pictures_that_the_audit_lists_are_given_out(string path, int status)
    {
        using var audit = new MadeUpAudit(3, pictures: 3);
        File.WriteAllText(Path.Combine(audit.Folder, "pictures", "1.png"), "a secret text");
        File.Delete(Path.Combine(audit.Folder, "pictures", "2.png"));
        await using var served = await ServedAudit.Start(audit.Folder);
        var answer = await served.Client.GetAsync(path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        if (status == 200) Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
    }

    private static async Task<string> Cookie(ServedAudit served)
    {
        using var client = served.New();
        return (await client.GetAsync(served.Address)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
