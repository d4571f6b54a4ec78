using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skeptic.Cli.Reviewing;

/// <summary>Decisions as lines of JSON.</summary>
internal static class DecisionLine
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Heading(string? digest) => Line(json =>
    {
        json.WriteNumber("decisions", 1);
        json.WriteString("data", digest);
    });

    public static byte[] Write(Decision decision, ReviewBook book) => Line(json =>
    {
        json.WriteNumber("seq", decision.Seq);
        json.WriteString("id", book.Ids[decision.Row]);
        json.WriteString("decision", Name(decision.Mark.Verdict));
        if (decision.Mark.Verdict == Verdict.Relabel) json.WriteString("label", book.ClassNames[decision.Mark.Label]);
        json.WriteString("reviewer", decision.Seat.Reviewer);
        json.WriteString("time", decision.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteNumber("pass", decision.Seat.Pass);
        if (decision.Batch is null) return;
        json.WriteString("batch", decision.Batch);
        json.WriteNumber("of", decision.Of);
        if (decision.Act != Act.Decide) json.WriteString("act", Name(decision.Act));
    });

    /// <exception cref="FormatException">No decision, or about a sample or class that the book does not have.</exception>
    public static Decision Parse(ReadOnlyMemory<byte> line, ReviewBook book)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            var json = parsed.RootElement;
            string Text(string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");
            int Number(string name, int otherwise) => json.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;
            var verdict = Named<Verdict>(Text("decision"));
            var id = Text("id");
            if (!book.Rows.TryGetValue(id, out var row)) throw new FormatException($"there is no sample '{id}'");
            var label = -1;
            if (verdict == Verdict.Relabel && !book.ClassNumbers.TryGetValue(Text("label"), out label)) throw new FormatException($"'{Text("label")}' is no class");
            return new(json.GetProperty("seq").GetInt64(), row, new(verdict, verdict == Verdict.Relabel ? label : -1), new(Text("reviewer"), Number("pass", 1)),
                json.GetProperty("time").GetDateTimeOffset(), json.TryGetProperty("batch", out var batch) ? batch.GetString() : null, Number("of", 1),
                json.TryGetProperty("act", out var act) ? Named<Act>(act.GetString()!) : Act.Decide);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    public static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <exception cref="FormatException">There is none of that name.</exception>
    public static T Named<T>(string name) where T : struct, Enum
        => Enum.GetValues<T>().Where(value => Name(value) == name).Select(value => (T?)value).FirstOrDefault() ?? throw new FormatException($"'{name}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Name))}");

    private static byte[] Line(Action<Utf8JsonWriter> fill)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, s_compact))
        {
            json.WriteStartObject();
            fill(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
