using System.CommandLine;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Text;

namespace Skeptic.Cli.Commands;

/// <summary>One line of a catalogue, and what more there is to say of it.</summary>
/// <param name="Summary">What it is, in a few words.</param>
internal sealed record CatalogueItem(string Name, string Summary)
{
    /// <summary>Other names for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Columns between name and summary.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Explains this one; by default its line.</summary>
    public Action<TextWriter>? Explain { get; init; }

    /// <summary>What JSON says beside name and summary.</summary>
    public Func<JsonObject>? Facts { get; init; }
}

/// <summary>A command that lists a catalogue, one aligned line each, or explains the entry that is named.</summary>
internal static class CatalogueCommand
{
    /// <param name="items">Called when the command runs, not before: the start of the program reads no catalogue.</param>
    public static Command Create(Terminal terminal, string name, string description, Func<IReadOnlyList<CatalogueItem>> items, params string[] examples)
    {
        var chosen = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "the one to explain" };
        var json = new Option<bool>("--json") { Description = "print JSON" };
        var command = new ExampledCommand(name, description, examples) { chosen, json };
        command.SetAction(parsed => List(terminal.Output, name, items(), parsed.GetValue(chosen), parsed.GetValue(json)));
        return command;
    }

    private static void List(TextWriter output, string catalogue, IReadOnlyList<CatalogueItem> items, string? name, bool json)
    {
        if (name is null)
        {
            if (json) output.WriteJson(new JsonArray([.. items.Select(ToJson)]));
            else output.WriteColumns([.. items.Select(Row)]);
            return;
        }
        var item = items.FirstOrDefault(item => item.Name == name || item.Aliases.Contains(name)) ?? throw Unknown(catalogue, name, [.. items.SelectMany(item => (string[])[item.Name, .. item.Aliases])]);
        if (json) output.WriteJson(ToJson(item));
        else if (item.Explain is { } explain) explain(output);
        else output.WriteColumns([Row(item)]);
    }

    private static UsageException Unknown(string catalogue, string name, IReadOnlyList<string> known) =>
        new($"`skeptic {catalogue}` has no '{name}'.{(Nearest.Of(name, known) is { } near ? $" Did you mean '{near}'?" : $" There is: {string.Join(", ", known)}.")}");

    private static IReadOnlyList<string> Row(CatalogueItem item) => [item.Name, .. item.Columns, item.Summary];

    private static JsonObject ToJson(CatalogueItem item)
    {
        var tree = new JsonObject { ["name"] = item.Name, ["summary"] = item.Summary };
        if (item.Aliases.Count > 0) tree["aliases"] = new JsonArray([.. item.Aliases.Select(alias => JsonValue.Create(alias))]);
        foreach (var (key, value) in item.Facts?.Invoke() ?? []) tree[key] = value?.DeepClone();
        return tree;
    }
}
