using System.Text.Json;
using System.Text.Json.Nodes;
using Skeptic.Corrections;
using Skeptic.Data;
using Skeptic.Settings;

namespace Skeptic.Cli.Corrections;

/// <summary>What <c>audit.json</c> tells of how the audited data were read.</summary>
internal static class AuditReading
{
    /// <exception cref="SourceException">The file is damaged.</exception>
    internal static OwnDataOptions Options(string folder) => Document(folder)?["options"] is JsonObject options ? SettingsBinder.Bind<OwnDataOptions>(Known(options), "options") : new();

    /// <summary>The data that were audited; null where the audit knows none.</summary>
    internal static string? Dataset(string folder) => Document(folder)?["dataset"]?.ToString();

    /// <remarks>The digest is checked against the patch, and other audits keep other things beside these options.</remarks>
    private static JsonObject Known(JsonObject options)
    {
        var names = OptionInfo.Of(typeof(OwnDataOptions)).Select(option => option.Name).Where(name => name != "sha256").ToHashSet(StringComparer.Ordinal);
        return new([.. options.Where(pair => names.Contains(pair.Key) && pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.DeepClone()))!]);
    }

    private static JsonObject? Document(string folder)
    {
        var file = Path.Combine(folder, DecidedLabels.AuditName);
        try
        {
            return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject : null;
        }
        catch (JsonException e)
        {
            throw new SourceException($"'{file}' is damaged: {e.Message}", e);
        }
    }
}
