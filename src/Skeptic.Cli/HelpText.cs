using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using Skeptic.Cli.Commands;
using Skeptic.Cli.Rendering;

namespace Skeptic.Cli;

/// <summary>The help pages: the parser's own, then examples and, on the first page, the exit codes.</summary>
internal sealed class HelpText(HelpAction page) : SynchronousCommandLineAction
{
    /// <summary>Makes the help of <paramref name="root"/> ours; a bare <c>skeptic</c> shows it too.</summary>
    public static void Attach(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var page = (HelpAction)option.Action!;
        page.MaxWidth = 110;
        var help = new HelpText(page);
        option.Action = help;
        root.SetAction(help.Invoke);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        page.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ExampledCommand { Examples: { Count: > 0 } examples })
            Section(output, "Examples:", examples.Select(example => (IReadOnlyList<string>)[example]));
        if (parseResult.CommandResult.Command is RootCommand)
            Section(output, "Exit codes:", ExitCode.All.Select(code => (IReadOnlyList<string>)[code.Code.ToString(CultureInfo.InvariantCulture), code.Meaning]));
        return ExitCode.Ok;
    }

    private static void Section(TextWriter output, string title, IEnumerable<IReadOnlyList<string>> rows)
    {
        output.WriteLine(title);
        output.WriteColumns([.. rows], "  ");
        output.WriteLine();
    }
}
