using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Skeptic.Cli.Configuration;

/// <summary>
/// Reads a settings file, YAML or (a part of YAML) JSON, as the tree that flags and <c>--set</c> are laid on. Scalars stay
/// texts, which the binder converts by the type of the setting: <c>seed: 1e3</c> means what it means on the command line.
/// </summary>
internal static class ConfigFile
{
    /// <param name="lists">Whether values may be lists, as in an experiment.</param>
    /// <exception cref="UsageException">The file cannot be read, is no YAML, or holds no settings.</exception>
    public static JsonObject Read(string path, bool lists = false)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new UsageException($"{path}, line {e.Start.Line}: {Reason(e)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the settings file {path} cannot be read: {e.Message}");
        }
        return stream.Documents switch
        {
            { Count: 0 } => [],
            [{ RootNode: YamlMappingNode mapping }] => Convert(mapping, path, lists),
            { Count: > 1 } => throw new UsageException($"{path} holds {stream.Documents.Count} YAML documents; one run takes one"),
            _ => throw new UsageException($"{path} holds no settings; write lines such as `dataset: mnist`"),
        };
    }

    private static JsonObject Convert(YamlMappingNode mapping, string path, bool lists)
    {
        var tree = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name }) throw Bad(path, key, "a setting's name must be a word");
            tree[name] = Convert(value, name, path, lists);
        }
        return tree;
    }

    private static JsonNode? Convert(YamlNode value, string name, string path, bool lists) => value switch
    {
        YamlMappingNode inner => Convert(inner, path, lists),
        YamlScalarNode scalar => Convert(scalar),
        YamlSequenceNode items when lists => new JsonArray([.. items.Select(item => Convert(item, name, path, lists))]),
        _ => throw Bad(path, value, $"'{name}' takes a single value, not a list"),
    };

    private static JsonValue? Convert(YamlScalarNode scalar)
    {
        if (scalar.Style != ScalarStyle.Plain) return JsonValue.Create(scalar.Value);
        return scalar.Value switch
        {
            null or "" or "~" or "null" => null,
            "True" or "TRUE" => JsonValue.Create("true"),
            "False" or "FALSE" => JsonValue.Create("false"),
            var text => JsonValue.Create(text),
        };
    }

    private static UsageException Bad(string path, YamlNode node, string what) => new($"{path}, line {node.Start.Line}: {what}");

    /// <summary>The message without the position that some versions of the reader put before it.</summary>
    private static string Reason(YamlException e) => e.Message.LastIndexOf("): ", StringComparison.Ordinal) is var at and >= 0 ? e.Message[(at + 3)..] : e.Message;
}
