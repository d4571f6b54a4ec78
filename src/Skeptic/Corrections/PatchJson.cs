using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Skeptic.Data;

namespace Skeptic.Corrections;

/// <summary>Patches as JSON lines: an object a line, with the names of the columns; what is empty is left out.</summary>
internal static class PatchJson
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static LabelPatch Read(string file) => LabelPatch.Of(file, Rows(file));

    internal static void Write(string file, LabelPatch patch) => AtomicFile.Write(file, stream =>
    {
        foreach (var item in patch.Corrections)
        {
            using (var json = new Utf8JsonWriter(stream, s_plain))
            {
                json.WriteStartObject();
                json.WriteString(PatchColumns.Id, item.Id);
                Text(PatchColumns.Path, item.Path);
                json.WriteString(PatchColumns.OldLabel, item.OldLabel);
                json.WriteString(PatchColumns.NewLabel, item.NewLabel);
                json.WriteString(PatchColumns.Decision, PatchColumns.Name(item.Kind));
                Text(PatchColumns.Reviewer, item.Reviewer);
                if (item.Time is { } time) json.WriteString(PatchColumns.Time, PatchColumns.TextOf(time));
                if (item.Score is { } score) json.WriteNumber(PatchColumns.Score, score);
                Text(PatchColumns.Data, patch.Data);
                json.WriteEndObject();

                void Text(string name, string value)
                {
                    if (value.Length > 0) json.WriteString(name, value);
                }
            }

            stream.WriteByte((byte)'\n');
        }
    });

    private static IEnumerable<(int Line, Correction Correction, string Data)> Rows(string file)
    {
        foreach (var (line, item) in JsonLines.Read(file))
        {
            var where = $"'{file}', line {line}";
            foreach (var property in item.EnumerateObject())
                if (!PatchColumns.All.Contains(property.Name)) throw new SourceException($"{where}: there is '{property.Name}', which patches do not have; their names are {string.Join(", ", PatchColumns.All)}.");
            foreach (var needed in PatchColumns.Needed)
                if (!item.TryGetProperty(needed, out _)) throw new SourceException($"{where}: there is no '{needed}'; every line of a patch needs {string.Join(", ", PatchColumns.Needed)}.");
            var (correction, data) = PatchColumns.Parse(name => JsonLines.Text(item, name, where), where);
            yield return (line, correction, data);
        }
    }
}
