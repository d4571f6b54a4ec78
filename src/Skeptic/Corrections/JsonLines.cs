using System.Text.Json;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Files with a JSON object in each line; empty lines are passed over.</summary>
internal static class JsonLines
{
    /// <param name="mayBeTorn">Whether a last line without an end that is no JSON is left out: what a writer that was killed leaves.</param>
    /// <exception cref="SourceException">The file cannot be read, or a line is no object.</exception>
    internal static IEnumerable<(int Line, JsonElement Item)> Read(string file, bool mayBeTorn = false)
    {
        var text = ReadText(file);
        var number = 0;
        for (var start = 0; start < text.Length;)
        {
            number++;
            var end = text.IndexOf('\n', start);
            var (line, isLast) = end < 0 ? (text[start..], true) : (text[start..end], false);
            start = isLast ? text.Length : end + 1;
            if (string.IsNullOrWhiteSpace(line)) continue;
            JsonElement item;
            try
            {
                using var parsed = JsonDocument.Parse(line);
                item = parsed.RootElement.Clone();
            }
            catch (JsonException) when (mayBeTorn && isLast)
            {
                yield break;
            }
            catch (JsonException e)
            {
                throw new SourceException($"'{file}', line {number}: this is no JSON: {e.Message}", e);
            }

            if (item.ValueKind != JsonValueKind.Object) throw new SourceException($"'{file}', line {number}: this is no JSON object.");
            yield return (number, item);
        }
    }

    /// <summary>A text or number; empty where there is none.</summary>
    internal static string Text(JsonElement item, string name, string where)
    {
        if (!item.TryGetProperty(name, out var value)) return "";
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Null => "",
            _ => throw new SourceException($"{where}: '{name}' is neither a text nor a number."),
        };
    }

    /// <exception cref="SourceException">The file cannot be read.</exception>
    internal static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{file}' cannot be read: {e.Message}", e);
        }
    }
}
