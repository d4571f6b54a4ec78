using System.Globalization;
using Skeptic.Data;

namespace Skeptic.Cli.Runs;

/// <summary>How far the reading of many pictures has come: a line every few seconds, none for what is read at once.</summary>
internal sealed class LoadNotes(Terminal terminal, TimeProvider time) : IProgress<LoadProgress>
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(3);
    private readonly Lock _lock = new();
    private long _last = time.GetTimestamp();

    public void Report(LoadProgress value)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_last) < s_every) return;
            _last = time.GetTimestamp();
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"data: {value.Done:N0} of {value.Total:N0} {value.Phase}"));
        }
    }
}
