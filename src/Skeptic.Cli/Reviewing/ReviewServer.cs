using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Skeptic.Cli.Reviewing;

/// <summary>The web server: one process, no configuration but what it is given, nothing but the page and what it asks for.</summary>
internal sealed class ReviewServer : IAsyncDisposable
{
    private const int MostBody = 1 << 20;

    private readonly WebApplication _app;
    private readonly ReviewApi _api;
    private ReviewGate? _gate;

    private ReviewServer(WebApplication app, ReviewApi api) => (_app, _api) = (app, api);

    /// <summary>The page, with the token that lets one in.</summary>
    public Uri Address { get; private set; } = null!;

    /// <exception cref="UsageException">The host is not one of this machine's, or the port is not to be had.</exception>
    public static async Task<ReviewServer> Start(ReviewApi api, string host, int port)
    {
        var address = await Resolve(host);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBody;
            kestrel.Limits.MaxConcurrentConnections = 200;
            kestrel.Listen(address, port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var server = new ReviewServer(app, api);
        app.Run(server.Answer);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync();
            throw new UsageException($"port {port} of {host} cannot be listened on: {(e.InnerException ?? e).Message}; choose another with --port, or 0 for a free one");
        }
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var token = ReviewGate.NewSecret();
        server._gate = new(token, Hosts(host, address, bound), bound);
        var shown = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : address.ToString() is var text && text.Contains(':') ? $"[{text}]" : text;
        server.Address = new($"http://{shown}:{bound}/?token={token}");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _api.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        try
        {
            if (_gate is null) throw new RequestException(StatusCodes.Status503ServiceUnavailable, "the server is starting");
            if (_gate.Admit(context)) await _api.Answer(context);
        }
        catch (RequestException e)
        {
            await Refuse(context, e.Status, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await Refuse(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"a request may have {MostBody} bytes" : e.Message);
        }
        catch (CommandException e)
        {
            await Refuse(context, StatusCodes.Status507InsufficientStorage, e.Message);
        }
        catch (Skeptic.Data.DataException e)
        {
            await Refuse(context, StatusCodes.Status500InternalServerError, e.Message);
        }
        catch (OperationCanceledException)
        {
            // Whoever asked has gone.
        }
    }

    private static async Task Refuse(HttpContext context, int status, string sentence)
    {
        if (context.Response.HasStarted) return;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(sentence + "\n");
    }

    private static async Task<IPAddress> Resolve(string host)
    {
        if (host == "localhost") return IPAddress.Loopback;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address)) return address;
        try
        {
            return (await Dns.GetHostAddressesAsync(host))[0];
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new UsageException($"--host is '{host}', which is neither an address nor a name of this machine");
        }
    }

    /// <summary>What a browser that is meant to be here may call this server.</summary>
    private static HashSet<string> Hosts(string host, IPAddress address, int port)
    {
        List<string> names = [host.Trim('[', ']'), address.ToString()];
        var isAny = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        if (IPAddress.IsLoopback(address) || isAny) names.AddRange(["localhost", "127.0.0.1", "::1"]);
        if (isAny) names.AddRange([Dns.GetHostName(), .. NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address.ToString().Split('%')[0])]);
        return [.. names.Select(name => (name.Contains(':') ? $"[{name}]" : name).ToLowerInvariant()).SelectMany(name => port == 80 ? [name, $"{name}:80"] : new[] { $"{name}:{port}" })];
    }

    /// <summary>Signals are the session's business.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
