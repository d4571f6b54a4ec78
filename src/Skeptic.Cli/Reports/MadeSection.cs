using Skeptic.Cli.Page;

namespace Skeptic.Cli.Reports;

/// <summary>Settings, machines and command lines: enough to make everything again.</summary>
internal static class MadeSection
{
    private const int FewCommands = 6;

    internal static Html Render(ReportModel model) => Html.Of($"""
        <section id="made">
        <h2>How it was made</h2>
        {Settings("Settings that differ", model.Settings.Differing, model.Settings.Count, isOpen: true)}
        {Settings("Settings that all runs share", model.Settings.Common, model.Settings.Count, isOpen: false)}
        {Settings("Machines, versions and data", [.. model.Machines.Common, .. model.Machines.Differing], model.Settings.Count, isOpen: true)}
        {Commands(model.Commands)}
        </section>
        """);

    private static Html Settings(string title, IReadOnlyList<SettingValues> settings, int runs, bool isOpen) => Html.When(settings.Count > 0, () =>
    {
        var table = Html.Of($"""
            <table class="settings"><tbody>{Html.Each(settings, setting => Html.Of($"""<tr><th scope="row">{setting.Path}</th><td>{Values(setting, runs)}</td></tr>"""))}</tbody></table>
            """);
        return isOpen ? Html.Of($"<details open=\"open\"><summary>{title}</summary>{table}</details>") : Html.Of($"<details><summary>{title}</summary>{table}</details>");
    });

    /// <summary><c>pair:0.45 (9), symmetric:0.5 (9)</c>; the counts only where not all runs agree.</summary>
    private static string Values(SettingValues setting, int runs)
    {
        if (setting.Values is [var only]) return setting.Runs == runs ? only.Value : $"{only.Value} ({only.Runs} of {runs} runs)";
        var listed = string.Join(", ", setting.Values.Select(value => $"{value.Value} ({value.Runs})"));
        return setting.Runs < runs ? $"{listed}; {runs - setting.Runs} runs have none" : listed;
    }

    private static Html Commands(IReadOnlyList<string> commands)
    {
        var list = Html.Of($"""<pre class="commands" tabindex="0">{Html.Each(commands, command => Html.Of($"<code>{command}</code>"))}</pre>""");
        return commands.Count <= FewCommands ? Html.Of($"<h3>Commands</h3>{list}") : Html.Of($"<h3>Commands</h3><details><summary>{commands.Count} command lines</summary>{list}</details>");
    }
}
