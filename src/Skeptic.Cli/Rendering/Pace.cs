using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>How far a run is and how long it will still take, judged by this session alone: what was done before a resume cost no time now.</summary>
internal sealed class Pace(int epochs, TimeProvider time)
{
    private long _start = time.GetTimestamp();
    private double _origin;
    private bool _inEpoch;

    /// <summary>Of the whole run, in [0,1].</summary>
    public double Fraction { get; private set; }

    /// <summary>Null until enough was done to judge.</summary>
    public TimeSpan? Left => Fraction > _origin ? time.GetElapsedTime(_start) * ((1 - Fraction) / (Fraction - _origin)) : null;

    public void Report(RunEvent value)
    {
        switch (value)
        {
            case RunStarted started:
                Begin((started.ResumedAt?.Epochs ?? 0) / (double)epochs);
                _inEpoch = started.ResumedAt is { Steps: > 0 };
                break;
            case RunProgress progress when _inEpoch:
                // Only now is it known how far into its epoch the run was taken up again.
                Begin(progress.Fraction);
                _inEpoch = false;
                break;
            case RunProgress progress:
                Fraction = progress.Fraction;
                break;
            case EpochDone done:
                Fraction = done.Record.Epoch / (double)epochs;
                break;
        }
    }

    private void Begin(double fraction) => (_start, _origin, Fraction) = (time.GetTimestamp(), fraction, fraction);
}
