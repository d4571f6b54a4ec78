using System.CommandLine;
using System.CommandLine.Invocation;
using Skeptic.Cli.Commands;
using Skeptic.Cli.Demo;

namespace Skeptic.Cli;

/// <summary>The whole command line: every command in one list, every failure in one handler.</summary>
public static class CommandLine
{
    /// <summary>Runs one command line and returns its <see cref="ExitCode"/>. Never throws.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        try
        {
            var parsed = Parse(arguments, terminal);
            // Exceptions and signals are handled here and in Interruption, not by the parser's defaults.
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Output,
                Error = terminal.Error,
            });
        }
        catch (Exception e)
        {
            return Failure.Report(e, terminal, debug: arguments.Contains("--debug"));
        }
    }

    /// <exception cref="UsageException">A word that does not belong there.</exception>
    internal static ParseResult Parse(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var parsed = Root(terminal, arguments).Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        return parsed.Action is ParseErrorAction ? throw new UsageException(ParseErrors.Sentence(parsed)) : parsed;
    }

    private static RootCommand Root(Terminal terminal, IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("Skeptic trains classifiers on noisy labels, and finds the wrong ones.")
        {
            DemoCommand.Create(terminal, arguments),
            TrainCommand.Create(terminal, arguments),
            LaunchCommand.Create(terminal),
            AuditCommand.Create(terminal, arguments),
            ReviewCommand.Create(terminal),
            ApplyCommand.Create(terminal),
            CompareCommand.Create(terminal),
            SweepCommand.Create(terminal, arguments),
            TableCommand.Create(terminal),
            PlotCommand.Create(terminal),
            ReportCommand.Create(terminal, arguments),
            PredictCommand.Create(terminal),
            ExportCommand.Create(terminal),
            RecoverCommand.Create(terminal, arguments),
            RecoverMatrixCommand.Create(terminal, arguments),
            TheoryCommand.Create(terminal),
            MethodsCommand.Create(terminal),
            DatasetsCommand.Create(terminal),
            ModelsCommand.Create(terminal),
            NoisesCommand.Create(terminal),
            AugmentationsCommand.Create(terminal),
            PresetsCommand.Create(terminal),
            DownloadCommand.Create(terminal),
            DoctorCommand.Create(terminal),
        };
        root.Directives.Clear();
        root.Add(new Option<bool>("--debug") { Description = "on failure, print the stack trace too", Recursive = true });
        HelpText.Attach(root);
        return root;
    }
}
