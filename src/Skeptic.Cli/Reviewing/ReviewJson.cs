using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Skeptic.Cli.Reviewing;

/// <summary>Answers as bytes: columns as numbers one after the other, the rest as JSON.</summary>
internal static class ReviewJson
{
    public static byte[] Book(ReviewBook book, ISampleContent content, string reviewer) => Object(json =>
    {
        json.WriteString("title", book.Title);
        json.WriteString("folder", Path.GetFullPath(book.Folder));
        json.WriteString("reviewer", reviewer);
        json.WriteString("kind", DecisionLine.Name(content.Kind));
        json.WriteNumber("count", book.Count);
        json.WriteBoolean("named", book.Paths is not null);
        Strings(json, "classes", book.ClassNames);
        Strings(json, "signals", book.Signals.Select(signal => signal.Name));
        Strings(json, "features", content.FeatureNames);
        if (book.Errors is not { } errors) return;
        json.WriteStartObject("errors");
        json.WriteNumber("count", errors.Count);
        if (errors.Low is { } low) json.WriteNumber("low", low);
        if (errors.High is { } high) json.WriteNumber("high", high);
        json.WriteEndObject();
    });

    /// <summary>Little-endian: given and suggested int32 [N], score float32 [N], each signal float32 [N], is-issue uint8 [N].</summary>
    public static byte[] Columns(ReviewBook book)
    {
        var bytes = new byte[book.Count * (13 + 4 * book.Signals.Count)];
        var to = bytes.AsSpan();
        void Put(ReadOnlySpan<byte> column, ref Span<byte> rest)
        {
            column.CopyTo(rest);
            rest = rest[column.Length..];
        }
        Put(MemoryMarshal.AsBytes(book.Given.AsSpan()), ref to);
        Put(MemoryMarshal.AsBytes(book.Suggested.AsSpan()), ref to);
        Put(MemoryMarshal.AsBytes(book.Score.AsSpan()), ref to);
        foreach (var signal in book.Signals) Put(MemoryMarshal.AsBytes(signal.Values.AsSpan()), ref to);
        Put(book.IsIssue, ref to);
        return bytes;
    }

    public static byte[] Item(ReviewBook book, ISampleContent content, int row) => Object(json =>
    {
        Named(json, book, content, row);
        json.WriteStartArray("neighbours");
        foreach (var other in book.Neighbours(row)) json.WriteNumberValue(other);
        json.WriteEndArray();
        json.WriteStartObject("texts");
        foreach (var (name, values) in book.Texts) json.WriteString(name, values[row]);
        json.WriteEndObject();
    });

    public static byte[] Rows(ReviewBook book, ISampleContent content, int[] rows) => Object(json =>
    {
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            Named(json, book, content, row);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static byte[] Find(ReviewBook book, string id) => Object(json =>
    {
        if (book.Rows.TryGetValue(id, out var row) || (book.Paths is { } paths && (row = Array.IndexOf(paths, id)) >= 0)) json.WriteNumber("row", row);
        else json.WriteNull("row");
    });

    public static byte[] Row(int[] rows) => Object(json =>
    {
        json.WriteStartArray("rows");
        foreach (var row in rows) json.WriteNumberValue(row);
        json.WriteEndArray();
    });

    /// <summary>From 0 on the newest of each sample alone.</summary>
    /// <param name="seq">What is known already; null of a page that knows nothing, which needs no decision that was taken away again.</param>
    public static byte[] Since(DecisionLog log, long? seq, Seat seat)
    {
        var last = log.Last;
        var decisions = seq is { } known ? log.Since(known) : log.Newest();
        var (undo, redo) = log.Steps(seat);
        return Object(json =>
        {
            json.WriteNumber("last", decisions.Count > 0 ? Math.Max(last, decisions[^1].Seq) : last);
            Steps(json, undo, redo);
            Decisions(json, decisions);
        });
    }

    public static byte[] Answer(Answer answer) => Object(json =>
    {
        Steps(json, answer.CanUndo, answer.CanRedo);
        Decisions(json, answer.Decisions);
    });

    public static byte[] Agreement(Agreement agreement) => Object(json =>
    {
        json.WriteNumber("count", agreement.Count);
        json.WriteNumber("own", agreement.Own);
        json.WriteNumber("agreed", agreement.Agreed);
        json.WriteNumber("without", agreement.Without);
        if (agreement.Kappa is { } kappa) json.WriteNumber("kappa", kappa);
        else json.WriteNull("kappa");
        json.WriteStartArray("differ");
        foreach (var row in agreement.Differ) json.WriteNumberValue(row);
        json.WriteEndArray();
    });

    private static void Named(Utf8JsonWriter json, ReviewBook book, ISampleContent content, int row)
    {
        json.WriteNumber("row", row);
        json.WriteString("id", book.Ids[row]);
        json.WriteString("path", book.Paths?[row] ?? "");
        json.WriteStartArray("values");
        foreach (var value in content.Features(row))
        {
            if (float.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    private static void Steps(Utf8JsonWriter json, int undo, int redo)
    {
        json.WriteNumber("undo", undo);
        json.WriteNumber("redo", redo);
    }

    /// <summary>Each as [seq, row, verdict, label, reviewer, pass].</summary>
    private static void Decisions(Utf8JsonWriter json, IReadOnlyList<Decision> decisions)
    {
        json.WriteStartArray("decisions");
        foreach (var decision in decisions)
        {
            json.WriteStartArray();
            json.WriteNumberValue(decision.Seq);
            json.WriteNumberValue(decision.Row);
            json.WriteNumberValue((int)decision.Mark.Verdict);
            json.WriteNumberValue(decision.Mark.Label);
            json.WriteStringValue(decision.Seat.Reviewer);
            json.WriteNumberValue(decision.Seat.Pass);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static byte[] Object(Action<Utf8JsonWriter> fill)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fill(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
