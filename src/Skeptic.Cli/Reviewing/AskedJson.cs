using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Skeptic.Cli.Reviewing;

/// <summary>Reads what a page asks to be written.</summary>
internal static class AskedJson
{
    private const int LongestName = 64;

    /// <exception cref="RequestException">Something is missing, or of another form.</exception>
    public static async Task<Asked> Read(HttpRequest request, Act act, ReviewBook book)
    {
        try
        {
            using var parsed = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            var json = parsed.RootElement;
            var batch = json.GetProperty("batch").GetString() ?? "";
            if (batch.Length is 0 or > LongestName || !batch.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')) throw Bad("'batch' must be up to 64 letters, digits and hyphens");
            var seat = Seat(json.GetProperty("reviewer").GetString(), json.GetProperty("pass").GetInt32());
            if (act != Act.Decide) return new(batch, seat, act, default, []);
            var verdict = DecisionLine.Named<Verdict>(json.GetProperty("decision").GetString() ?? "");
            var label = verdict == Verdict.Relabel ? json.GetProperty("label").GetInt32() : -1;
            if (verdict == Verdict.Relabel && (label < 0 || label >= book.Classes)) throw Bad($"'label' is {label}; there are {book.Classes} classes");
            int[] rows = [.. json.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32())];
            if (rows.Length == 0 || rows.Any(row => row < 0 || row >= book.Count)) throw Bad($"'rows' must be numbers from 0 to {book.Count - 1}, one at least");
            return new(batch, seat, act, new(verdict, label), rows);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Bad($"this cannot be read: {e.Message}");
        }
    }

    /// <exception cref="RequestException">No name, or no pass.</exception>
    public static Seat Seat(string? reviewer, int pass)
    {
        if (!IsName(reviewer)) throw Bad("'reviewer' must be a name of up to 64 letters");
        return pass is 1 or 2 ? new(reviewer!, pass) : throw Bad("'pass' must be 1 or 2");
    }

    public static bool IsName(string? reviewer) => reviewer is { Length: > 0 and <= LongestName } && reviewer == reviewer.Trim() && !reviewer.Any(char.IsControl);

    private static RequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
