using Skeptic.Cli.Rendering;
using Skeptic.Training;

namespace Skeptic.Cli.Demo;

/// <summary>Shows the runs of the demo on stderr while they go on. Everything may be called from any thread.</summary>
internal interface IDemoDisplay
{
    /// <summary>Takes the events of one run.</summary>
    IProgress<RunEvent> For(DemoPart part);

    /// <summary>A run is finished, now or long ago.</summary>
    void Ended(FinishedRun run);

    /// <summary>Returns when <paramref name="training"/> has ended, however it ended; draws meanwhile.</summary>
    void Follow(Task training);

    /// <summary>A line for the user.</summary>
    void Tell(string text);
}

/// <summary>Shows nothing but what <see cref="Tell"/> is given: <c>--quiet</c>.</summary>
internal sealed class QuietDemoDisplay(Terminal terminal) : IDemoDisplay, IProgress<RunEvent>
{
    public IProgress<RunEvent> For(DemoPart part) => this;

    public void Report(RunEvent value)
    {
    }

    public void Ended(FinishedRun run)
    {
    }

    public void Follow(Task training) => ((IAsyncResult)training).AsyncWaitHandle.WaitOne();

    public void Tell(string text) => terminal.Note(text);
}

/// <summary>A line for what happens, and of each run one every few seconds: for logs and terminals that do not redraw.</summary>
internal sealed class PlainDemoDisplay(Terminal terminal, TimeProvider time) : IDemoDisplay
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();

    public IProgress<RunEvent> For(DemoPart part) => new Lane(this, part, time);

    public void Ended(FinishedRun run) => Tell($"{run.Method}: {(run.WasThere ? "was finished before" : $"done in {Amounts.Seconds(run.Result.Seconds)}")}, "
        + $"test {Amounts.Percent(run.Result.Last.Accuracy)}, memorised {Amounts.Percent(run.Result.Memorised)}");

    public void Follow(Task training) => ((IAsyncResult)training).AsyncWaitHandle.WaitOne();

    public void Tell(string text)
    {
        lock (_lock) terminal.Note(text);
    }

    private sealed class Lane(PlainDemoDisplay display, DemoPart part, TimeProvider time) : IProgress<RunEvent>
    {
        private readonly Pace _pace = new(part.Recipe.Epochs, time);
        private long _told = time.GetTimestamp();

        public void Report(RunEvent value)
        {
            _pace.Report(value);
            if (value is RunStarted started) display.Tell($"{part.Method}: {Start(started)}");
            if (value is not EpochDone { Record: var record } || record.Epoch == part.Recipe.Epochs || time.GetElapsedTime(_told) < s_every) return;
            _told = time.GetTimestamp();
            var left = _pace.Left is { } rest ? $", {Amounts.Clock(rest)} left" : "";
            display.Tell($"{part.Method}: epoch {record.Epoch}/{part.Recipe.Epochs}, test {Amounts.Percent(record.Test)}, "
                + $"memorised {Amounts.Percent(record.Training.Memorised)}, {Amounts.Count(record.SamplesPerSecond)} images/s{left}");
        }

        private string Start(RunStarted started) => started.ResumedAt is { } at
            ? $"goes on after {at.Epochs} of {part.Recipe.Epochs} epochs{(at.Steps > 0 ? $" and {at.Steps} steps" : "")}"
            : $"starts, {Amounts.Count(started.Facts.TrainingSamples)} samples, {Amounts.Percent(started.Facts.RealisedNoiseRate)} of the labels wrong";
    }
}
