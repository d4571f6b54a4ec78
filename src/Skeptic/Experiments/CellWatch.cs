using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>Looks on while other processes run cells, and tells of it as a sweep would. What had failed before is being tried again.</summary>
public sealed class CellWatch
{
    private readonly CellStore _store;
    private readonly List<Cell> _cells;
    private readonly IProgress<SweepEvent>? _progress;
    private readonly Dictionary<Cell, CellFailure> _before = [], _failed = [];
    private readonly HashSet<Cell> _finished = [];
    private readonly Dictionary<Cell, int> _running = [];

    /// <summary>Tells at once of the cells that are finished.</summary>
    public CellWatch(CellStore store, IReadOnlyList<Cell> cells, IProgress<SweepEvent>? progress = null)
    {
        (_store, _cells, _progress) = (store, [.. cells.DistinctBy(cell => cell.Recipe.Id)], progress);
        foreach (var cell in _cells)
        {
            if (store.ReadFailure(cell) is { } failure) _before[cell] = failure;
            if (store.Result(cell) is { } result) Finish(cell, result, wasThere: true);
        }
    }

    /// <summary>Whether every cell is finished or failed.</summary>
    public bool IsOver => _finished.Count + _failed.Count == _cells.Count;

    /// <summary>Whether a worker that lives had a cell at the last look.</summary>
    public bool AnyRuns => _running.Count > 0;

    public SweepOutcome Outcome => new(
        [.. _cells.Where(_finished.Contains)], [.. _cells.Where(_failed.ContainsKey).Select(cell => (cell, _failed[cell]))],
        [.. _cells.Where(cell => !_finished.Contains(cell) && !_failed.ContainsKey(cell))]);

    /// <summary>Tells what has changed since the last look.</summary>
    public void Look()
    {
        foreach (var cell in _cells.Where(cell => !_finished.Contains(cell) && !_failed.ContainsKey(cell)))
        {
            var state = _store.State(cell);
            if (state == CellState.Running) Follow(cell);
            else if (state == CellState.Finished && _store.Result(cell) is { } result) Finish(cell, result, wasThere: false);
            else if (state == CellState.Failed && _store.ReadFailure(cell) is { } failure && failure != _before.GetValueOrDefault(cell)) Fail(cell, failure);
            else if (_running.Remove(cell)) _progress?.Report(new CellStopped(cell));
        }
    }

    private void Follow(Cell cell)
    {
        var (epochs, all) = (_store.Epochs(cell).Count, cell.Recipe.Epochs);
        if (!_running.TryGetValue(cell, out var known)) _progress?.Report(new CellStarted(cell));
        if (epochs > known) _progress?.Report(new CellProgress(cell, new RunProgress(Math.Min(epochs + 1, all), all, 0, 1, Math.Min(1, epochs / (double)all), 0)));
        _running[cell] = epochs;
    }

    private void Finish(Cell cell, RunResult result, bool wasThere)
    {
        _running.Remove(cell);
        _finished.Add(cell);
        _progress?.Report(new CellFinished(cell, result, wasThere));
    }

    private void Fail(Cell cell, CellFailure failure)
    {
        _running.Remove(cell);
        _failed[cell] = failure;
        _progress?.Report(new CellFailed(cell, failure));
    }
}
