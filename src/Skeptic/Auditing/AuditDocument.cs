using System.Reflection;
using System.Text.Json.Nodes;
using Skeptic.Data;

namespace Skeptic.Auditing;

/// <summary>
/// <c>audit.json</c>: what was audited, so that others can find the samples again: <c>dataset</c> (an absolute path or a name of the
/// catalogue, or null), <c>data</c> as in <c>run.json</c>, <c>kind</c> (pictures, features or none) and the options of reading.
/// </summary>
public static class AuditDocument
{
    /// <summary>Of data that the audit read itself.</summary>
    public static JsonObject Of(AuditData data, DateTimeOffset created)
        => Of(created, data.Path, data.Node, data.ClassNames, data.Count, data.IsPictures ? "pictures" : "features", (JsonObject)data.Options.DeepClone());

    /// <summary>Of given probabilities: nothing is known of what was seen but, perhaps, where the pictures lie.</summary>
    public static JsonObject Of(LabelAudit audit, SampleNames names, DateTimeOffset created)
        => Of(created, null, null, [.. Enumerable.Range(0, audit.Classes).Select(audit.NameOf)], audit.Count, names.Paths?.All(PictureFiles.IsPicture) == true ? "pictures" : "none", []);

    public static void Write(string file, JsonObject document) => AtomicFile.WriteAllText(file, document.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");

    private static JsonObject Of(DateTimeOffset created, string? dataset, JsonObject? data, IReadOnlyList<string> classNames, int samples, string kind, JsonObject options) => new()
    {
        ["version"] = 1,
        ["program"] = $"skeptic {typeof(AuditDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}",
        ["created"] = created.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["dataset"] = dataset,
        ["data"] = data,
        ["classNames"] = new JsonArray([.. classNames.Select(name => JsonValue.Create(name))]),
        ["samples"] = samples,
        ["kind"] = kind,
        ["options"] = options,
    };
}
