using System.Diagnostics;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Benchmarks.Harness;

/// <summary>
/// Our side: the product's own <see cref="Trainer"/> on a thread of its own, stopped between blocks inside its progress report.
/// A block is thus everything that a run does per step, and nothing else: the time between two reports of one epoch counts,
/// evaluation and bookkeeping between epochs do not.
/// </summary>
internal sealed class TrainerSide : ISide, IProgress<RunEvent>
{
    private readonly Thread _thread;
    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _go = new(0), _done = new(0);
    private Exception? _failure;
    private bool _ended;
    private readonly int _firstEpoch;
    private readonly Device _device;
    private int _epoch, _step, _ofPass;
    private long _wanted, _steps, _last;
    private double _seconds, _processorSeconds;
    private TimeSpan _lastProcessor;

    /// <param name="firstEpoch">1-based: what comes before is trained and not timed.</param>
    internal TrainerSide(string name, Recipe recipe, Workplace workplace, int threads, int firstEpoch = 1)
    {
        (Name, _firstEpoch, _device) = (name, firstEpoch, workplace.Device);
        _thread = new Thread(() => Train(recipe, workplace, threads)) { IsBackground = true, Name = name };
        _thread.Start();
        WaitForTrainer();
    }

    public string Name { get; }

    public Block Run(long steps)
    {
        if (_ended) throw new InvalidOperationException("the run has come to its end; give its recipe more epochs");
        (_wanted, _steps, _seconds, _processorSeconds) = (steps, 0, 0, 0);
        _go.Release();
        WaitForTrainer();
        return new Block(_steps, _seconds, _processorSeconds);
    }

    void IProgress<RunEvent>.Report(RunEvent value)
    {
        if (value is not RunProgress at || at.Epoch < _firstEpoch) return;
        if (_epoch == 0)
        {
            Rest();
        }
        else if (at.Epoch == _epoch)
        {
            // What was asked of the device is part of the steps that asked.
            Engine.Synchronize(_device);
            _seconds += Stopwatch.GetElapsedTime(_last).TotalSeconds;
            _processorSeconds += (Environment.CpuUsage.TotalTime - _lastProcessor).TotalSeconds;
            // A smaller number of steps is another pass of the epoch.
            _steps += at.Step >= _step ? at.Step - _step : at.Step + _ofPass - _step;
            if (_steps >= _wanted) Rest();
        }
        (_epoch, _step, _ofPass, _last, _lastProcessor) = (at.Epoch, at.Step, at.Steps, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    }

    public void Dispose()
    {
        _cancel.Cancel();
        _go.Release();
        _thread.Join();
        _cancel.Dispose();
        _go.Dispose();
        _done.Dispose();
    }

    private void Rest()
    {
        if (_cancel.IsCancellationRequested) return;
        _done.Release();
        _go.Wait();
    }

    private void Train(Recipe recipe, Workplace workplace, int threads)
    {
        try
        {
            Engine.Threads = threads;
            Trainer.Train(recipe, workplace, directory: null, this, _cancel.Token);
        }
        catch (Exception e)
        {
            _failure = e;
        }
        _ended = true;
        if (!_cancel.IsCancellationRequested) _done.Release();
    }

    private void WaitForTrainer()
    {
        _done.Wait();
        if (_failure is { } failure) throw new InvalidOperationException($"{Name}: {failure.Message}", failure);
    }
}
