using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Skeptic.Tests;

/// <summary>A web server on this machine that answers each request as the next script says; the last script repeats.</summary>
internal sealed class TinyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<Answer> _answers;

    public TinyServer(byte[] content, params Answer[] answers)
    {
        Content = content;
        _answers = new(answers);
        _listener.Start();
        _ = ServeAsync();
    }

    public delegate Task Answer(Request request, NetworkStream stream);

    /// <param name="From">The first byte asked for by a Range header, or null.</param>
    public sealed record Request(byte[] Content, int? From);

    public byte[] Content { get; }

    public List<Request> Requests { get; } = [];

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/file.bin");

    /// <summary>Answers as a good server: the whole, or the rest that was asked for.</summary>
    public static Task Good(Request request, NetworkStream stream) => Send(request, stream, request.From ?? 0, int.MaxValue);

    /// <summary>Knows no ranges: always sends everything.</summary>
    public static Task WithoutRange(Request request, NetworkStream stream) => Send(request with { From = null }, stream, 0, int.MaxValue);

    /// <summary>Announces everything that was asked for, but breaks off after some bytes.</summary>
    public static Answer CutAfter(int bytes) => (request, stream) => Send(request, stream, request.From ?? 0, bytes);

    public static Answer Status(int code)
        => (_, stream) => Write(stream, $"HTTP/1.1 {code} Because\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops");

    /// <summary>Sends a beginning, then nothing more, but keeps the connection.</summary>
    public static Answer StallAfter(int bytes) => async (request, stream) =>
    {
        await Send(request, stream, request.From ?? 0, bytes);
        await Task.Delay(TimeSpan.FromSeconds(20));
    };

    public void Dispose() => _listener.Dispose();

    private static async Task Send(Request request, NetworkStream stream, int from, int atMost)
    {
        var total = request.Content.Length;
        if (from >= total && request.From is not null)
        {
            var head416 = $"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{total}\r\n";
            await Write(stream, head416 + "Content-Length: 4\r\nConnection: close\r\n\r\noops");
            return;
        }

        var head = request.From is null ? "200 OK" : $"206 Partial Content\r\nContent-Range: bytes {from}-{total - 1}/{total}";
        await Write(stream, $"HTTP/1.1 {head}\r\nContent-Length: {total - from}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(request.Content.AsMemory(from, Math.Min(atMost, total - from)));
    }

    private static async Task Write(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync();
                _ = AnswerAsync(connection);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        try
        {
            using (connection)
            {
                var stream = connection.GetStream();
                var request = await ReadAsync(stream);
                Requests.Add(request);
                await (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(request, stream);
            }
        }
        catch (IOException)
        {
            // The client hung up.
        }
    }

    private async Task<Request> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        int? from = null;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return new(Content, from);
    }
}
