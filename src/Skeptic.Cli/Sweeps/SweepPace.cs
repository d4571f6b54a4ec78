using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Sweeps;

/// <summary>How far a sweep is and how long it will still take, by the epochs that this process has done.</summary>
internal sealed class SweepPace(IReadOnlyList<Cell> cells, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<string, (double Origin, double Fraction)> _of = [];
    private double _done;

    public int Finished { get; private set; }

    public int Failed { get; private set; }

    public int Running { get; private set; }

    public int Cells => cells.Count;

    /// <summary>Null until a share of some run was done here.</summary>
    public TimeSpan? Left
    {
        get
        {
            var here = _done + _of.Values.Sum(run => run.Fraction - run.Origin);
            var open = cells.Count - Finished - Failed - _of.Values.Sum(run => run.Fraction);
            return here > 0 ? time.GetElapsedTime(_start) * (Math.Max(0, open) / here) : null;
        }
    }

    public void Report(SweepEvent value)
    {
        var id = value.Cell.Recipe.Id;
        switch (value)
        {
            case CellStarted:
                Running++;
                _of[id] = (0, 0);
                break;
            case CellProgress { Event: RunStarted { ResumedAt: { } at } }:
                var share = at.Epochs / (double)value.Cell.Recipe.Epochs;
                _of[id] = (share, share);
                break;
            case CellProgress { Event: RunProgress progress } when _of.TryGetValue(id, out var run):
                _of[id] = (run.Origin, Math.Max(run.Origin, progress.Fraction));
                break;
            case CellStopped:
                End(id, whole: false);
                break;
            case CellFinished finished:
                Finished++;
                End(id, whole: !finished.Elsewhere);
                break;
            case CellFailed:
                Failed++;
                End(id, whole: false);
                break;
        }
    }

    private void End(string id, bool whole)
    {
        if (!_of.Remove(id, out var run)) return;
        Running--;
        _done += (whole ? 1 : run.Fraction) - run.Origin;
    }
}
