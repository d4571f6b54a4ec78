using System.Reflection;
using System.Text.Json.Nodes;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Methods;

/// <summary>What the header of a method says about it, next to the code that it is about.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MethodAttribute(string summary, string paper) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>Authors, title, venue and year.</summary>
    public string Paper { get; } = paper;

    /// <summary>Where the authors' code departs from the paper, or this code from either.</summary>
    public string[] Deviations { get; init; } = [];
}

/// <summary>A method in the catalogue.</summary>
public sealed class MethodEntry
{
    private static readonly (Type Stage, string Meaning)[] s_stages =
    [
        (typeof(IPlan), "plans the epochs"),
        (typeof(IExamples), "makes the inputs and targets of a step"),
        (typeof(IOutputs), "changes the logits that the loss sees"),
        (typeof(ITargets), "changes what the loss compares with"),
        (typeof(ILosses), "is the loss"),
        (typeof(IWeights), "weighs the examples"),
        (typeof(IPenalty), "adds a penalty to the loss"),
        (typeof(IGradients), "changes the gradients"),
        (typeof(IDecay), "adds decay to the gradients"),
        (typeof(IObserve), "remembers what the step showed"),
        (typeof(IEpochNumbers), "reports numbers of its own for every epoch"),
        (typeof(ILabelScores), "scores labels by its own state"),
    ];

    private readonly Func<object, Needs, IMethod>? _create;

    private MethodEntry(string key, string summary, string paper, IReadOnlyList<string> notes, Type? method, Type? options, Func<object, Needs, IMethod>? create) =>
        (Key, Summary, Paper, Notes, MethodType, OptionsType, _create) = (key, summary, paper, notes, method, options, create);

    /// <summary>The name on the command line, in files and in tables.</summary>
    public string Key { get; }

    public string Summary { get; }

    public string Paper { get; }

    /// <summary>Deviations from the paper or from its authors' code.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The options record; null for a method without options.</summary>
    public Type? OptionsType { get; }

    /// <summary>What the method does, stage by stage.</summary>
    public IReadOnlyList<string> Stages => MethodType is null ? [] : [.. s_stages.Where(s => s.Stage.IsAssignableFrom(MethodType)).Select(s => s.Meaning)];

    internal Type? MethodType { get; }

    internal static MethodEntry Of<TMethod, TOptions>(string key, Func<TOptions, Needs, TMethod> create)
        where TMethod : IMethod where TOptions : new()
    {
        var header = typeof(TMethod).GetCustomAttribute<MethodAttribute>() ?? throw new InvalidOperationException($"{typeof(TMethod).Name} has no [Method] header");
        return new MethodEntry(key, header.Summary, header.Paper, header.Deviations, typeof(TMethod), typeof(TOptions), (o, n) => create((TOptions)o, n));
    }

    internal object Bind(JsonNode? options) => options is null or JsonObject
        ? SettingsBinder.Bind(OptionsType!, options as JsonObject, $"method.{Key}")
        : throw SettingsException.Several(OptionsType!, $"method.{Key}");

    internal IMethod Create(object options, Needs needs) => _create!(options, needs);
}
