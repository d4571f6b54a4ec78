using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>All methods, one line each. Help, documentation and tests derive from this list.</summary>
public static class MethodCatalogue
{
    public static IReadOnlyList<MethodEntry> All { get; } =
    [
        MethodEntry.Plain("ce", "plain cross-entropy training: believes every label", ""),
        MethodEntry.Of<Gce, GceOptions>("gce", (o, _) => new Gce(o)),
        MethodEntry.Of<Mae, MaeOptions>("mae", (o, _) => new Mae(o)),
        MethodEntry.Of<Sop, SopOptions>("sop", (o, n) => new Sop(o, n)),
        MethodEntry.Of<Aux, AuxOptions>("aux", (o, n) => new Aux(o, n)),
        MethodEntry.Of<Cdr, CdrOptions>("cdr", (o, n) => new Cdr(o, n)),
        MethodEntry.Of<Elr, ElrOptions>("elr", (o, n) => new Elr(o, n)),
        MethodEntry.Of<CoTeaching, CoTeachingOptions>("co-teaching", (o, n) => new CoTeaching(o, n)),
    ];

    /// <exception cref="SettingsException">There is no such method; names the nearest.</exception>
    public static MethodEntry Find(string key) =>
        All.FirstOrDefault(entry => entry.Key == key) ?? throw SettingsException.Unknown("method", key, [.. All.Select(entry => entry.Key)]);

    /// <summary>The entries that <c>cdr+aux</c> names, in its order.</summary>
    public static IReadOnlyList<MethodEntry> Parse(string methods)
    {
        var entries = methods.Split('+', StringSplitOptions.TrimEntries).Select(Find).ToList();
        var twice = entries.GroupBy(entry => entry.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? entries : throw new SettingsException($"method '{methods}' names {twice.Key} twice");
    }

    /// <summary>Checks the options of all methods and writes out every default, so that a recipe says all that decides a result.</summary>
    /// <exception cref="SettingsException">Options of a method that does not take part, unknown or out of range.</exception>
    public static JsonObject Normalise(string methods, JsonObject options)
    {
        var entries = Parse(methods);
        foreach (var (name, _) in options)
        {
            if (entries.All(entry => entry.Key != name))
                throw new SettingsException($"method.{name}: this run uses {methods}, not {Find(name).Key}, so its options have no effect");
            if (Find(name).OptionsType is null) throw new SettingsException($"method.{name}: {name} has no options");
        }
        var full = new JsonObject();
        foreach (var entry in entries.Where(entry => entry.OptionsType is not null))
            full[entry.Key] = SettingsBinder.ToJson(entry.Bind(options[entry.Key]));
        return full;
    }

    /// <summary>Makes the methods of a run.</summary>
    /// <exception cref="CompositionException">Two methods decide one stage, or one lacks what it must know.</exception>
    public static Composition Compose(string methods, JsonObject options, Needs needs)
    {
        var entries = Parse(methods);
        return new Composition([.. entries.Where(entry => entry.OptionsType is not null).Select(entry => entry.Create(entry.Bind(options[entry.Key]), needs))]);
    }
}
