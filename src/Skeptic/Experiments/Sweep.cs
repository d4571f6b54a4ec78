using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Experiments;

/// <summary>
/// Runs the cells of an experiment that have no result yet, several at a time, on one copy of the data. Any number of processes may
/// sweep the same directory: each cell is run by one of them, and what a killed one leaves is gone on with by another.
/// </summary>
/// <param name="train">Trains one cell; tests put something of theirs in its place.</param>
public sealed class Sweep(CellStore store, IReadOnlyList<Cell> cells, SweepOptions options, Func<Cell, IProgress<RunEvent>, CancellationToken, RunOutcome> train, IProgress<SweepEvent>? progress)
{
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private readonly List<Cell> _cells = [.. cells.DistinctBy(cell => cell.Recipe.Id)];
    private readonly HashSet<Cell> _finished = [], _mine = [];
    private readonly Dictionary<Cell, CellFailure> _failed = [];

    /// <summary>A sweep that trains with the engine.</summary>
    public static Sweep Of(CellStore store, IReadOnlyList<Cell> cells, SweepOptions options, Workplace workplace, IProgress<SweepEvent>? progress = null) =>
        new(store, cells, options, (cell, news, cancel) =>
        {
            // The engine counts threads by the thread that calls it.
            Engine.Threads = options.Threads;
            using var directory = RunDirectory.Open(cell.Directory(store.Root), cell.Recipe);
            return Trainer.Train(cell.Recipe, workplace, directory, news, cancel);
        }, progress);

    public SweepOutcome Run(CancellationToken cancel = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] workers = [.. Enumerable.Range(0, Math.Clamp(options.Parallel, 1, Math.Max(1, _cells.Count))).Select(_ =>
            Task.Factory.StartNew(() => Work(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WaitAll(workers, CancellationToken.None);
        return new SweepOutcome(
            [.. _cells.Where(_finished.Contains)], [.. _cells.Where(_failed.ContainsKey).Select(cell => (cell, _failed[cell]))],
            [.. _cells.Where(cell => !_finished.Contains(cell) && !_failed.ContainsKey(cell))]);
    }

    private void Work(CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (claim, cell, wait) = Next();
            if (claim is not null)
            {
                using (claim) Do(cell!, claim, stop);
                lock (_lock) _mine.Remove(cell!);
            }
            else if (!wait) return;
            else stop.Token.WaitHandle.WaitOne(options.Poll);
        }
    }

    /// <summary>The first cell that nobody has; or whether there is any that might still become free.</summary>
    private (Claim? Claim, Cell? Cell, bool Wait) Next()
    {
        lock (_lock)
        {
            var wait = false;
            foreach (var cell in _cells)
            {
                if (_finished.Contains(cell) || _failed.ContainsKey(cell) || _mine.Contains(cell) || IsOver(cell)) continue;
                if (store.TryClaim(cell) is { } claim)
                {
                    // Another process may have finished it between the look and the claim.
                    if (!IsOver(cell))
                    {
                        _mine.Add(cell);
                        return (claim, cell, false);
                    }
                    claim.Dispose();
                }
                else wait = true;
            }
            return (null, null, wait);
        }
    }

    /// <summary>Takes note of what others did with a cell.</summary>
    private bool IsOver(Cell cell)
    {
        if (store.Result(cell) is { } result)
        {
            _finished.Add(cell);
            progress?.Report(new CellFinished(cell, result, Elsewhere: true));
            return true;
        }
        // What failed before this sweep began is tried again.
        if (store.ReadFailure(cell) is not { } failure || failure.Time < _start) return false;
        _failed[cell] = failure;
        progress?.Report(new CellFailed(cell, failure));
        return true;
    }

    private void Do(Cell cell, Claim claim, CancellationTokenSource stop)
    {
        store.ForgetFailure(cell);
        progress?.Report(new CellStarted(cell));
        try
        {
            var outcome = train(cell, new News(cell, progress), stop.Token);
            if (outcome.Result is not { } result) return;
            lock (_lock) _finished.Add(cell);
            progress?.Report(new CellFinished(cell, result, Elsewhere: false));
        }
        catch (Exception e) when (!claim.IsLost)
        {
            var failure = new CellFailure(Told(e), TimeProvider.System.GetUtcNow());
            store.WriteFailure(cell, failure);
            lock (_lock) _failed[cell] = failure;
            progress?.Report(new CellFailed(cell, failure));
            if (options.FailFast) stop.Cancel();
        }
        catch (Exception) when (claim.IsLost)
        {
            // Whoever took the cell over says what becomes of it.
        }
    }

    /// <summary>The sentence of an error that was foreseen; else its last lines too.</summary>
    private static string Told(Exception e)
    {
        var known = e is RunException or CompositionException or Settings.SettingsException or Noise.NoiseException or Data.DataException or EngineException or IOException;
        return known ? e.Message : $"{e.GetType().Name}: {e.Message}\n{string.Join("\n", (e.StackTrace ?? "").Split('\n').Take(5))}";
    }

    private sealed class News(Cell cell, IProgress<SweepEvent>? progress) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => progress?.Report(new CellProgress(cell, value));
    }
}
