using System.Diagnostics;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Cli.Runs;
using Skeptic.Training;

namespace Skeptic.Cli.Reviewing;

/// <summary>One review, from its folder to Ctrl-C.</summary>
internal sealed class ReviewSession(ReviewRequest request, Terminal terminal)
{
    public int Run() => Serve().GetAwaiter().GetResult();

    private async Task<int> Serve()
    {
        var (book, content) = Load(request.Folder, request.Data, terminal.Note);
        await using var log = DecisionLog.Open(request.Folder, book, TimeProvider.System);
        using var interruption = new Interruption(_ => terminal.Note($"ended; decisions are in {log.Path}"));
        await using var server = await ReviewServer.Start(new ReviewApi(book, content, log, request.Reviewer), request.Host, request.Port);
        terminal.Note($"{Amounts.Count(book.Count)} samples of {book.Title}, decisions go to {log.Path}; Ctrl-C ends this");
        terminal.Output.WriteLine(server.Address);
        terminal.Output.Flush();
        if (request.Open) OpenBrowser(server.Address);
        try
        {
            await Task.Delay(Timeout.Infinite, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            // Ending is what a signal means here.
        }
        return ExitCode.Ok;
    }

    /// <exception cref="UsageException">No such folder, or not one of an audit or a run.</exception>
    internal static (ReviewBook Book, ISampleContent Content) Load(string folder, string? data, Action<string> note)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"there is no folder {folder}; name what skeptic audit or skeptic train wrote");
        try
        {
            return LoadBook(folder, new ContentFinder(data, note));
        }
        catch (InvalidOperationException e)
        {
            // A JSON file has a number where a text should be, or the other way round.
            throw new UsageException($"{folder} is damaged: {e.Message}");
        }
    }

    private static (ReviewBook Book, ISampleContent Content) LoadBook(string folder, ContentFinder finder)
    {
        if (AuditFolder.IsOne(folder))
        {
            var (book, audit) = AuditFolder.Read(folder);
            return (book, finder.Find(book, (string?)audit?["dataset"], audit?["options"] as JsonObject));
        }
        if (!RunRecord.IsRun(folder)) throw new UsageException($"{folder} is neither an audit (it has no issues.csv) nor a run (it has no run.json)");
        var recipe = AuditFolder.Json(Path.Combine(folder, "run.json"))!["recipe"];
        var dataset = (string?)recipe?["dataset"] ?? throw new UsageException($"{folder}: run.json does not say what was trained on");
        var run = RunFolder.Read(folder, () => finder.Load(dataset));
        return (run, finder.Find(run, dataset, recipe?["data"] as JsonObject));
    }

    /// <summary>Where there is a screen; without a browser the address on stdout will do.</summary>
    private static void OpenBrowser(Uri address)
    {
        var hasScreen = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!hasScreen) return;
        try
        {
            using var process = Process.Start(OperatingSystem.IsWindows() ? new ProcessStartInfo(address.ToString()) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", address.ToString()) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program.
        }
    }
}
