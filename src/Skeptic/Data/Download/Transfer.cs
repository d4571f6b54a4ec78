using System.Net;
using System.Net.Http.Headers;

namespace Skeptic.Data;

/// <summary>The transfer of one file into its <c>.part</c>, over as many connections as it takes.</summary>
internal sealed class Transfer(
    HttpClient client, DownloadOptions options, DownloadFile file, string part, IProgress<DownloadProgress>? progress)
{
    private const int BufferLength = 1 << 17;

    public string Part => part;

    /// <summary>Fetches the file from one address, continuing what has arrived.</summary>
    /// <returns>True when the part is complete and right; otherwise the reasons are added to <paramref name="failures"/>.</returns>
    /// <exception cref="DataException">The part cannot be stored, which no other address would cure.</exception>
    public async Task<bool> TryAsync(Uri url, List<string> failures, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var resumed = await ReceiveAsync(url, cancellation).ConfigureAwait(false);
                var found = await Digest.OfFileAsync(part, file.Digest.Algorithm, cancellation).ConfigureAwait(false);
                if (found == file.Digest)
                    return true;
                File.Delete(part);
                // A wrong beginning from an earlier try can spoil a good rest, so a resumed file deserves one more try from scratch.
                if (!resumed || attempt >= options.Attempts)
                {
                    failures.Add($"{url}: the content is wrong ({found} instead of {file.Digest}); it was not kept");
                    return false;
                }
            }
            catch (TransferException exception)
            {
                if (!exception.IsTransient || attempt >= options.Attempts)
                {
                    failures.Add($"{url}: {exception.Message}{(attempt > 1 ? $" ({attempt} tries)" : "")}");
                    return false;
                }

                await Task.Delay(options.FirstDelay * Math.Pow(2, attempt - 1), options.Time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Whether an earlier part was continued.</returns>
    private async Task<bool> ReceiveAsync(Uri url, CancellationToken cancellation)
    {
        using var output = OpenPart();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (output.Length > 0)
            request.Headers.Range = new RangeHeaderValue(output.Length, null);

        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            stall.CancelAfter(options.StallTimeout);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            var resumed = Position(output, response);
            using var content = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            await CopyAsync(content, output, output.Position + response.Content.Headers.ContentLength, stall).ConfigureAwait(false);
            return resumed;
        }
        catch (HttpRequestException exception)
        {
            throw new TransferException(exception.Message, isTransient: true, exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException(
                $"the server sent nothing for {options.StallTimeout.TotalSeconds:0} seconds", isTransient: true, exception);
        }
    }

    /// <summary>Puts the output where the response's first byte belongs.</summary>
    private static bool Position(FileStream output, HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == output.Length:
                output.Position = output.Length;
                return true;
            case HttpStatusCode.OK:
                // A server that knows no ranges sends everything.
                Restart(output);
                return false;
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == output.Length:
                // Everything had arrived already. The body of this answer is an error page.
                response.Content = new ByteArrayContent([]);
                output.Position = output.Length;
                return true;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                Restart(output);
                throw new TransferException("the server did not continue where the last try ended", isTransient: true);
            default:
                var status = (int)response.StatusCode;
                throw new TransferException(
                    $"the server answered {status} {response.ReasonPhrase}", isTransient: status >= 500 || status is 408 or 429);
        }
    }

    private async Task CopyAsync(Stream content, FileStream output, long? total, CancellationTokenSource stall)
    {
        var buffer = new byte[BufferLength];
        while (true)
        {
            stall.CancelAfter(options.StallTimeout);
            int read;
            try
            {
                read = await content.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                throw new TransferException($"the connection broke after {output.Position} bytes", isTransient: true, exception);
            }

            if (read == 0)
                break;
            Store(output, buffer.AsSpan(0, read));
            progress?.Report(new(file.Name, output.Position, total ?? file.Size));
        }

        if (output.Position < (total ?? 0))
            throw new TransferException($"the connection ended after {output.Position} of {total} bytes", isTransient: true);
    }

    private FileStream OpenPart()
    {
        try
        {
            // No buffer of its own: what has arrived is in the file, whatever ends the process. Nobody else may write: two would mix.
            return new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{part}' cannot be written: {exception.Message} If another download of the same file is running, "
                + "wait for it.", exception);
        }
    }

    private static void Restart(FileStream output)
    {
        if (output.Length > 0)
            output.SetLength(0);
        output.Position = 0;
    }

    private void Store(FileStream output, ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
        }
        catch (IOException exception)
        {
            throw new DataException($"'{part}' cannot be written beyond {output.Position} bytes: {exception.Message} "
                + "Free some space or set XDG_CACHE_HOME to a larger disk, then try again.", exception);
        }
    }
}
