using Skeptic.Training;
using Spectre.Console;

namespace Skeptic.Cli.Rendering;

/// <summary>A bar with the time left and the curves of the run, redrawn in place.</summary>
internal sealed class LiveDisplay(Terminal terminal, RunPicture picture) : IRunDisplay
{
    private const int RedrawMilliseconds = 120;
    private readonly Lock _lock = new();

    public void Report(RunEvent value)
    {
        lock (_lock) picture.Report(value);
    }

    public void Follow(Task training)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        // A process that a second Ctrl-C kills does not restore a hidden cursor; it is shown for the last moments instead.
        console.Live(Draw(console.Profile.Width)).AutoClear(false).Start(context =>
        {
            var ended = ((IAsyncResult)training).AsyncWaitHandle;
            while (!ended.WaitOne(RedrawMilliseconds)) context.UpdateTarget(Draw(console.Profile.Width));
            context.UpdateTarget(Draw(console.Profile.Width));
        });
    }

    public void Tell(string text)
    {
        lock (_lock) picture.Message = text;
        terminal.Error.Write("\u001b[?25h");
    }

    private Rows Draw(int width)
    {
        lock (_lock) return new Rows(picture.Lines(width).Select(line => new Markup(line)));
    }
}
