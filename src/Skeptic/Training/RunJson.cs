using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Skeptic.Training;

/// <summary>How the records of a run read as JSON: camel case, nothing for null, shares rounded nowhere.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EpochRecord))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(RunFacts))]
internal sealed partial class RunJson : JsonSerializerContext
{
    internal static JsonObject Node(EpochRecord record) => JsonSerializer.SerializeToNode(record, Default.EpochRecord)!.AsObject();

    internal static JsonObject Node(RunFacts facts) => JsonSerializer.SerializeToNode(facts, Default.RunFacts)!.AsObject();

    internal static string Text(RunResult result) => JsonSerializer.Serialize(result, Default.RunResult) + "\n";

    internal static EpochRecord Epoch(JsonObject node) => node.Deserialize(Default.EpochRecord)!;

    internal static RunResult Result(string text) => JsonSerializer.Deserialize(text, Default.RunResult)!;
}
