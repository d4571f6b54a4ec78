using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Skeptic.Cli.Page;

namespace Skeptic.Cli.Reviewing;

/// <summary>What the page asks for, one line each.</summary>
internal sealed class ReviewApi(ReviewBook book, ISampleContent content, DecisionLog log, string reviewer) : IDisposable
{
    private readonly byte[] _page = Encoding.UTF8.GetBytes(ReviewPage.Render(book.Title));
    private readonly Lazy<(byte[] Script, byte[] Style)> _bundle = new(() => WebBundle.Load("review") is var bundle ? (Encoding.UTF8.GetBytes(bundle.Script), Encoding.UTF8.GetBytes(bundle.Style)) : default);
    private readonly SemaphoreSlim _decoding = new(Math.Max(2, Environment.ProcessorCount));

    /// <exception cref="RequestException">There is no such thing, or it is asked for wrongly.</exception>
    public Task Answer(HttpContext context)
    {
        var query = context.Request.Query;
        var isPost = HttpMethods.IsPost(context.Request.Method);
        return (isPost, context.Request.Path.Value) switch
        {
            (false, "/") => Send(context, "text/html; charset=utf-8", _page),
            (false, "/review.js") => Send(context, "text/javascript; charset=utf-8", _bundle.Value.Script),
            (false, "/review.css") => Send(context, "text/css; charset=utf-8", _bundle.Value.Style),
            (false, "/thumb") => Thumbnail(context, Row(context)),
            (false, "/picture") => Full(context, Row(context)),
            (false, "/api/book") => Json(context, ReviewJson.Book(book, content, reviewer)),
            (false, "/api/columns") => Send(context, "application/octet-stream", ReviewJson.Columns(book)),
            (false, "/api/item") => Json(context, ReviewJson.Item(book, content, Row(context))),
            (false, "/api/rows") => Json(context, ReviewJson.Rows(book, content, Rows(context))),
            (false, "/api/find") => Json(context, ReviewJson.Find(book, query["id"].ToString())),
            (false, "/api/since") => Json(context, ReviewJson.Since(log, context.Request.Query.ContainsKey("seq") ? Whole(context, "seq") : null, Seat(context))),
            (false, "/api/second") => Json(context, ReviewJson.Row(SecondLook.Sample(log.Newest(), Seat(context).Reviewer, (int)Whole(context, "count"), Random.Shared))),
            (false, "/api/agreement") => Json(context, ReviewJson.Agreement(SecondLook.Compare(log.Newest(), book, Seat(context).Reviewer))),
            (false, "/api/export") => Export(context),
            (true, "/api/decide") => Write(context, Act.Decide),
            (true, "/api/undo") => Write(context, Act.Undo),
            (true, "/api/redo") => Write(context, Act.Redo),
            _ => throw new RequestException(StatusCodes.Status404NotFound, "there is nothing of that name"),
        };
    }

    public void Dispose() => _decoding.Dispose();

    private async Task Write(HttpContext context, Act act)
    {
        var answer = await log.Ask(await AskedJson.Read(context.Request, act, book));
        await Json(context, ReviewJson.Answer(answer));
    }

    private async Task Thumbnail(HttpContext context, int row)
    {
        await _decoding.WaitAsync(context.RequestAborted);
        byte[]? png;
        try
        {
            png = content.Thumbnail(row);
        }
        finally
        {
            _decoding.Release();
        }
        if (png is null) throw new RequestException(StatusCodes.Status404NotFound, "this sample has no picture");
        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        await Send(context, "image/png", png);
    }

    private async Task Full(HttpContext context, int row)
    {
        var picture = content.Full(row) ?? throw new RequestException(StatusCodes.Status404NotFound, "this sample has no picture");
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        await Send(context, picture.Type, picture.Bytes);
    }

    private Task Export(HttpContext context)
    {
        var (csv, leftOut) = ReviewExport.Of(book, log);
        context.Response.Headers.ContentDisposition = "attachment; filename=corrections.csv";
        context.Response.Headers["Skeptic-Left-Out"] = leftOut.ToString(CultureInfo.InvariantCulture);
        return Send(context, "text/csv; charset=utf-8", csv);
    }

    private static Task Json(HttpContext context, byte[] json) => Send(context, "application/json", json);

    private static Task Send(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private int Row(HttpContext context)
    {
        var row = Whole(context, "row");
        return row < book.Count ? (int)row : throw new RequestException(StatusCodes.Status404NotFound, "there is no such sample");
    }

    private int[] Rows(HttpContext context)
    {
        var texts = context.Request.Query["rows"].ToString().Split(',');
        if (texts.Length > 500) throw new RequestException(StatusCodes.Status400BadRequest, "at most 500 rows at once");
        return [.. texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < book.Count ? row : throw new RequestException(StatusCodes.Status404NotFound, "there is no such sample"))];
    }

    private static long Whole(HttpContext context, string name)
        => int.TryParse(context.Request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : throw new RequestException(StatusCodes.Status400BadRequest, $"'{name}' must be a whole number");

    private static Seat Seat(HttpContext context) => AskedJson.Seat(context.Request.Query["reviewer"].ToString(), context.Request.Query["pass"].ToString() == "2" ? 2 : 1);
}
