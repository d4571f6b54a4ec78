using System.Text;
using Skeptic.Settings;

namespace Skeptic.Methods;

/// <summary>The catalogue as a Markdown page; docs/methods.md is its output, and a test keeps it so.</summary>
public static class MethodGuide
{
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("# Methods\n\n");
        page.Append("Generated from the catalogue: `skeptic methods --markdown > docs/methods.md`. Methods are joined by `+`; options are set with\n");
        page.Append("`--set method.NAME.OPTION=VALUE` or in a configuration file. What each stage is stands in docs/architecture.md.\n");
        foreach (var entry in MethodCatalogue.All) Append(page, entry);
        return page.ToString();
    }

    private static void Append(StringBuilder page, MethodEntry entry)
    {
        page.Append($"\n## {entry.Key}\n\n{Sentence(entry.Summary)}\n");
        if (entry.Paper.Length > 0) page.Append($"\n{entry.Paper}.\n");
        if (entry.Stages.Count > 0) page.Append($"\nIn a step it {string.Join("; ", entry.Stages)}.\n");
        if (entry.OptionsType is not null)
        {
            page.Append("\n| option | default | range | meaning |\n|---|---|---|---|\n");
            foreach (var option in OptionInfo.Of(entry.OptionsType))
                page.Append($"| `{option.Name}` | {Default(option)} | {option.Range} | {option.Summary} |\n");
        }
        if (entry.Notes.Count == 0) return;
        page.Append("\nDeviations:\n\n");
        foreach (var note in entry.Notes) page.Append($"- {note}\n");
    }

    private static string Default(OptionInfo option) => option.Default switch
    {
        null => "of the run",
        Enum value => $"`{SettingNames.FromEnum(value.ToString())}`",
        bool value => value ? "`true`" : "`false`",
        var value => $"`{value}`",
    };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
