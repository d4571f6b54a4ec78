using Skeptic.Training;

namespace Skeptic.Cli.Rendering;

/// <summary>How far a run is and how long it will still take, judged by this session alone: what was done before a resume cost no time now.</summary>
internal sealed class Pace(TimeProvider time)
{
    private long _start = time.GetTimestamp();
    private double? _startFraction;

    /// <summary>Of the whole run, in [0,1].</summary>
    public double Fraction { get; private set; }

    public void Report(RunEvent value)
    {
        if (value is RunStarted) (_start, _startFraction) = (time.GetTimestamp(), null);
        if (value is not RunProgress progress) return;
        // The first report sets the origin: building the run and the steps before it are not part of the pace.
        if (_startFraction is null) (_start, _startFraction) = (time.GetTimestamp(), progress.Fraction);
        Fraction = progress.Fraction;
    }

    /// <summary>Null until enough was done to judge.</summary>
    public TimeSpan? Left(double fraction)
    {
        if (_startFraction is not { } origin || fraction <= origin) return null;
        return time.GetElapsedTime(_start) * ((1 - fraction) / (fraction - origin));
    }
}
