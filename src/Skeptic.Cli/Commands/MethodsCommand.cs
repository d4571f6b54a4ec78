using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Methods;
using Skeptic.Settings;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic methods [NAME]</c>: the methods of the catalogue, or one explained.</summary>
internal static class MethodsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = List(terminal);
        var markdown = new Option<bool>("--markdown") { Description = "print all of them as the page docs/methods.md" };
        command.Add(markdown);
        var list = (SynchronousCommandLineAction)command.Action!;
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(markdown)) return list.Invoke(parsed);
            terminal.Output.Write(MethodGuide.Markdown());
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(Terminal terminal) => CatalogueCommand.Create(
        terminal, "methods", "List the methods, or explain one.",
        () => [.. MethodCatalogue.All.Select(method => new CatalogueItem(method.Key, method.Summary) { Explain = output => Explain(output, method), Facts = () => Facts(method) })],
        "skeptic methods", "skeptic methods sop");

    private static void Explain(TextWriter output, MethodEntry method)
    {
        output.WriteLine($"{method.Key}: {method.Summary}");
        output.WriteLine();
        List<IReadOnlyList<string>> rows = method.Paper.Length > 0 ? [["paper", method.Paper]] : [];
        rows.AddRange(method.Stages.Select((stage, i) => (IReadOnlyList<string>)[i == 0 ? "it" : "", stage]));
        rows.AddRange(method.Notes.Select((note, i) => (IReadOnlyList<string>)[i == 0 ? "notes" : "", note]));
        output.WriteColumns(rows);
        var options = Options(method);
        output.WriteLine();
        if (options.Count == 0)
        {
            output.WriteLine("no options");
            return;
        }
        output.WriteColumns(
        [
            ["option", "default", "range", ""],
            .. options.Select(option => (IReadOnlyList<string>)[Path(method, option), Text(option.Default), option.Range, option.Summary]),
        ]);
        output.WriteLine();
        output.WriteLine($"set one with --set {Path(method, options[0])}={Text(options[0].Default)}");
    }

    private static JsonObject Facts(MethodEntry method) => new()
    {
        ["paper"] = method.Paper,
        ["stages"] = new JsonArray([.. method.Stages.Select(stage => JsonValue.Create(stage))]),
        ["notes"] = new JsonArray([.. method.Notes.Select(note => JsonValue.Create(note))]),
        ["options"] = new JsonArray([.. Options(method).Select(option => new JsonObject
        {
            ["path"] = Path(method, option),
            ["default"] = Text(option.Default),
            ["range"] = option.Range,
            ["summary"] = option.Summary,
        })]),
    };

    private static IReadOnlyList<OptionInfo> Options(MethodEntry method) => method.OptionsType is { } type ? OptionInfo.Of(type) : [];

    private static string Path(MethodEntry method, OptionInfo option) => $"method.{method.Key}.{option.Name}";

    /// <summary>A value as <c>--set</c> takes it.</summary>
    private static string Text(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        Enum name => SettingNames.FromEnum(name.ToString()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
