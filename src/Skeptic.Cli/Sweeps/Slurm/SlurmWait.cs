using Skeptic.Experiments;

namespace Skeptic.Cli.Sweeps.Slurm;

/// <summary>Waits until all cells are done, or nobody is left who could do them.</summary>
/// <param name="isLive">Whether the job has tasks that are queued or running.</param>
internal sealed class SlurmWait(CellWatch watch, Func<bool> isLive)
{
    /// <summary>How often run directories are looked at.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often Slurm is asked, which serves many.</summary>
    public TimeSpan Ask { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long files may take from a node to here.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    public void Run(CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var asked = time.GetTimestamp();
        long? gone = null;
        while (true)
        {
            watch.Look();
            if (watch.IsOver || cancel.WaitHandle.WaitOne(Look)) return;
            if (watch.AnyRuns) gone = null;
            else if (gone is { } since)
            {
                if (time.GetElapsedTime(since) > Grace) return;
            }
            else if (time.GetElapsedTime(asked) > Ask)
            {
                asked = time.GetTimestamp();
                if (!isLive()) gone = asked;
            }
        }
    }
}
