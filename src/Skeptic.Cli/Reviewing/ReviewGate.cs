using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Skeptic.Cli.Reviewing;

/// <summary>
/// Who may ask: only those who were given the address with its token, from a page of this server's own. A name that leads here but is not one
/// of this server's (DNS rebinding) is refused, and so is what another page has a browser send (CSRF).
/// </summary>
/// <param name="hosts">What the Host header may be, with port, in lower case.</param>
internal sealed class ReviewGate(string token, IReadOnlySet<string> hosts, int port)
{
    public const string Header = "X-Skeptic-Review";
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[] _token = Encoding.ASCII.GetBytes(token);
    private readonly string _session = NewSecret();

    public string Cookie { get; } = $"skeptic-review-{port}";

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <returns>Whether the request is to be answered; else it was.</returns>
    /// <exception cref="RequestException">It is refused.</exception>
    public bool Admit(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Protect(response.Headers);
        if (!hosts.Contains(request.Host.Value?.ToLowerInvariant() ?? "")) throw new RequestException(StatusCodes.Status421MisdirectedRequest, "this server does not answer to that name");
        if (request.Path == "/" && HttpMethods.IsGet(request.Method) && request.Query.TryGetValue("token", out var given))
        {
            if (!Equal(given, _token)) throw Refused();
            response.Cookies.Append(Cookie, _session, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = "/";
            return false;
        }
        if (!Equal(request.Cookies[Cookie], Encoding.ASCII.GetBytes(_session))) throw Refused();
        var (isPage, site) = (request.Path == "/", request.Headers["Sec-Fetch-Site"].ToString());
        if (site is not ("" or "same-origin") && !(site == "none" || isPage)) throw new RequestException(StatusCodes.Status403Forbidden, "another page may not ask this");
        if (HttpMethods.IsGet(request.Method)) return true;
        if (!HttpMethods.IsPost(request.Method)) throw new RequestException(StatusCodes.Status405MethodNotAllowed, "only GET and POST are answered");
        var origin = request.Headers.Origin.ToString();
        if ((origin.Length > 0 && origin != $"http://{request.Host.Value}") || site == "none" || request.Headers[Header] != "1")
            throw new RequestException(StatusCodes.Status403Forbidden, "only the page of this server may write");
        if (request.ContentType?.Split(';')[0] != "application/json") throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "only application/json is read");
        return true;
    }

    private static RequestException Refused() => new(StatusCodes.Status403Forbidden, "open the address that skeptic review printed, with its token");

    private static bool Equal(StringValues given, ReadOnlySpan<byte> wanted) => given is [{ } text] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), wanted);

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
