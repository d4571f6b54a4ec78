using System.CommandLine;
using Skeptic.Cli.Configuration;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Data;

namespace Skeptic.Cli.Commands;

/// <summary><c>skeptic download NAME</c>: fetches a data set into the cache; what has arrived of it is kept and continued.</summary>
internal static class DownloadCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "a data set: see `skeptic datasets`" };
        var quiet = new Option<bool>("--quiet") { Description = "no progress" };
        var command = new ExampledCommand("download", "Download a data set.", "skeptic download mnist") { name, quiet };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(name), parsed.GetValue(quiet)));
        return command;
    }

    private static int Run(Terminal terminal, string name, bool quiet)
    {
        var entry = RecipeCheck.Dataset(name);
        if (entry.IsDrawn)
        {
            terminal.Note($"{name} is drawn by the program; there is nothing to download");
            return ExitCode.Ok;
        }
        var source = entry.Source ?? throw new CommandException($"{name} cannot be downloaded; put its files into a folder and name it with --data");
        using var interruption = new Interruption(_ => { });
        try
        {
            terminal.Output.WriteLine(Fetch(source, quiet ? null : new DownloadDisplay(terminal, TimeProvider.System), interruption.Token));
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (interruption.ExitCode != ExitCode.Ok)
        {
            terminal.Note($"interrupted; what has arrived is kept, and `{terminal.Program} download {name}` goes on with it");
            return interruption.ExitCode;
        }
    }

    private static string Fetch(DownloadSource source, DownloadDisplay? display, CancellationToken cancel)
    {
        // The downloader watches for silence by itself; a whole data set may take longer than any fixed time.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            // There is no synchronisation context here: waiting blocks nobody else.
            return new Downloader(client).DownloadAsync(source, DataFolders.Default().Cache, display, cancel).GetAwaiter().GetResult();
        }
        finally
        {
            display?.End();
        }
    }
}
