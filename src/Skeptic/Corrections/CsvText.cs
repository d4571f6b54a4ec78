namespace Skeptic.Corrections;

/// <summary>Texts as cells of a CSV file (RFC 4180).</summary>
internal static class CsvText
{
    internal static string Cell(string text) => Cell(text, ',');

    internal static string Cell(string text, char separator)
        => text.AsSpan().IndexOfAny("\"\r\n") < 0 && !text.Contains(separator) ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
