using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>One line an epoch, for logs and for terminals that do not redraw.</summary>
internal sealed class PlainDisplay(Terminal terminal, Recipe recipe, TimeProvider time) : IRunDisplay
{
    private readonly Lock _lock = new();
    private readonly Pace _pace = new(recipe.Epochs, time);
    private RunFacts? _facts;

    public void Report(RunEvent value)
    {
        lock (_lock)
        {
            if (value is RunStarted started) _facts = started.Facts;
            _pace.Report(value);
            foreach (var line in Lines(value)) terminal.Error.WriteLine(line);
        }
    }

    public void Follow(Task training) => ((IAsyncResult)training).AsyncWaitHandle.WaitOne();

    public void Tell(string text)
    {
        lock (_lock) terminal.Note(text);
    }

    private IEnumerable<string> Lines(RunEvent value) => value switch
    {
        RunStarted started => RunTexts.Started(started, recipe),
        EpochDone done => [RunTexts.Epoch(done.Record, recipe.Epochs, _facts, _pace.Left)],
        RunNote note => [note.Text],
        _ => [],
    };
}
