using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>Shows a run on stderr while it goes on. Events come from the training thread.</summary>
internal interface IRunDisplay : IProgress<RunEvent>
{
    /// <summary>Returns when <paramref name="training"/> has ended, however it ended; draws meanwhile.</summary>
    void Follow(Task training);

    /// <summary>A line for the user between the others, from any thread.</summary>
    void Tell(string text);
}

/// <summary>Shows nothing but what <see cref="Tell"/> is given: <c>--quiet</c>.</summary>
internal sealed class QuietDisplay(Terminal terminal) : IRunDisplay
{
    public void Report(RunEvent value)
    {
    }

    public void Follow(Task training) => ((IAsyncResult)training).AsyncWaitHandle.WaitOne();

    public void Tell(string text) => terminal.Note(text);
}
