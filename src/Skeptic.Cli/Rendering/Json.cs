using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Skeptic.Cli.Rendering;

/// <summary>JSON as <c>--json</c> prints it: the names and omissions of a run's own files, with readable characters.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static JsonNode Tree<T>(T value) => JsonSerializer.SerializeToNode(value, s_options)!;

    public static void WriteJson(this TextWriter writer, JsonNode node) => writer.WriteLine(node.ToJsonString(s_options));
}
