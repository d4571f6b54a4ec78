using System.Text;

namespace Skeptic.Data;

/// <summary>CSV files (RFC 4180), with tabs where the file is called .tsv.</summary>
internal static class CsvText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Cell(string text, char separator = ',')
        => text.AsSpan().IndexOfAny("\"\r\n") < 0 && !text.Contains(separator) ? text : $"\"{text.Replace("\"", "\"\"")}\"";

    /// <summary>Replaces the file at once or not at all.</summary>
    internal static void Write(string file, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) => AtomicFile.Write(file, stream =>
    {
        var separator = file.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        using var writer = new StreamWriter(stream, s_strict, leaveOpen: true);
        foreach (var row in rows.Prepend(headings)) writer.Write(string.Join(separator, row.Select(text => Cell(text, separator))) + "\n");
    });
}
