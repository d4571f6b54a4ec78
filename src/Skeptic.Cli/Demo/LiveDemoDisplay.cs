using Skeptic.Training;
using Spectre.Console;

namespace Skeptic.Cli.Demo;

/// <summary>The runs side by side, redrawn in place.</summary>
internal sealed class LiveDemoDisplay(Terminal terminal, IReadOnlyList<DemoPart> parts, TimeProvider time) : IDemoDisplay
{
    private const int RedrawMilliseconds = 120;
    private readonly Lock _lock = new();
    private readonly DemoPicture _picture = new(parts, time);

    public IProgress<RunEvent> For(DemoPart part) => new Lane(this, part);

    public void Ended(FinishedRun run)
    {
        lock (_lock) _picture.Ended(run);
    }

    public void Follow(Task training)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        console.Live(Draw(console.Profile.Width)).AutoClear(false).Start(context =>
        {
            var ended = ((IAsyncResult)training).AsyncWaitHandle;
            while (!ended.WaitOne(RedrawMilliseconds)) context.UpdateTarget(Draw(console.Profile.Width));
            context.UpdateTarget(Draw(console.Profile.Width));
        });
        console.WriteLine();
    }

    public void Tell(string text)
    {
        lock (_lock) _picture.Message = text;
        // A process that a second Ctrl-C kills does not restore a hidden cursor; it is shown for the last moments instead.
        terminal.Error.Write("\u001b[?25h");
    }

    private Rows Draw(int width)
    {
        lock (_lock) return new Rows(_picture.Lines(width).Select(line => new Markup(line)));
    }

    private sealed class Lane(LiveDemoDisplay display, DemoPart part) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            lock (display._lock) display._picture.Report(part, value);
        }
    }
}
