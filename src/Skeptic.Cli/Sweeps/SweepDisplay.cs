using Skeptic.Cli.Rendering;
using Skeptic.Experiments;
using Skeptic.Training;

namespace Skeptic.Cli.Sweeps;

/// <summary>One line a cell when it ends, with how far the whole sweep is; on a terminal also a line that is redrawn.</summary>
internal sealed class SweepDisplay(Terminal terminal, IReadOnlyList<Cell> cells, bool quiet, TimeProvider time) : IProgress<SweepEvent>
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private readonly SweepPace _pace = new(cells, time);
    private readonly int _width = cells.Count == 0 ? 0 : cells.Max(cell => cell.Title.Length);
    private long _drawn;
    private bool _isDrawn;

    public void Report(SweepEvent value)
    {
        lock (_lock)
        {
            _pace.Report(value);
            switch (value)
            {
                case CellFinished finished:
                    Line($"{Place(finished.Cell)}  last {Amounts.Percent(finished.Result.Last.Accuracy)}  best {Amounts.Percent(finished.Result.Best.Accuracy)}  {(finished.Elsewhere ? "was there" : Amounts.Seconds(finished.Result.Seconds))}");
                    break;
                case CellFailed failed:
                    Line($"{Place(failed.Cell)}  failed: {failed.Failure.Message}");
                    break;
                case CellProgress { Event: RunNote note } told:
                    Line($"{Place(told.Cell)}  {note.Text}");
                    break;
                case CellProgress { Event: RunProgress }:
                    Draw();
                    break;
            }
        }
    }

    public void Tell(string text)
    {
        lock (_lock) Line(text);
    }

    /// <summary>Takes the line that is redrawn away.</summary>
    public void End()
    {
        lock (_lock) Erase();
    }

    private string Place(Cell cell) => $"{cell.Title.PadRight(_width)}  {Totals()}";

    private string Totals()
    {
        var failed = _pace.Failed > 0 ? $", {_pace.Failed} failed" : "";
        var left = _pace.Left is { } time && _pace.Finished + _pace.Failed < _pace.Cells ? $", {Amounts.Clock(time)} left" : "";
        return $"{_pace.Finished}/{_pace.Cells} done, {_pace.Running} running{failed}{left}";
    }

    private void Line(string text)
    {
        if (quiet) return;
        Erase();
        terminal.Error.WriteLine(text);
    }

    private void Draw()
    {
        if (quiet || !terminal.IsLive || (_isDrawn && time.GetElapsedTime(_drawn) < s_redraw)) return;
        Erase();
        terminal.Error.Write(Totals());
        (_drawn, _isDrawn) = (time.GetTimestamp(), true);
    }

    private void Erase()
    {
        if (_isDrawn) terminal.Error.Write("\r\x1b[2K");
        _isDrawn = false;
    }
}
