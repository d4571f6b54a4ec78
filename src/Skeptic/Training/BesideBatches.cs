using Skeptic.Randomness;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// The batches that a pass has beside its own, over and over: each time its samples are through, they come in a new order. Which
/// samples a step has is a function of the run's seed and of the step, so a resumed run needs no saved state.
/// </summary>
internal sealed class BesideBatches : IDisposable
{
    private readonly Run _run;
    private readonly Tensor _samples;
    private readonly int _epoch, _pass, _steps;
    private readonly Views _views;
    private OrderedPart? _part;
    private int _round = -1;

    private BesideBatches(Run run, Tensor samples, Clock clock, int pass)
    {
        (_run, _samples, _epoch, _pass) = (run, samples, clock.Epoch, pass);
        _steps = run.Sampler.Steps(samples.Count);
        _views = run.Views(clock) with { Purpose = Purposes.Augmentation + " beside" };
    }

    /// <param name="pass">Null is given back where it has no such samples.</param>
    /// <param name="number">Of the pass, in its epoch.</param>
    internal static BesideBatches? Of(Run run, Pass pass, Clock clock, int number) =>
        pass.Beside is { } samples ? new BesideBatches(run, samples, clock, number) : null;

    /// <summary>Makes the order that a step belongs to, in the scope that is open now: that of the pass.</summary>
    internal void Reach(int step)
    {
        if (step / _steps == _round) return;
        _round = step / _steps;
        _part?.Dispose();
        _part = _run.Training.InOrder(_run.Sampler.Beside(_samples, _epoch, _pass, _round), _views);
    }

    /// <summary>The batch of the step that was reached.</summary>
    internal Batch At(int step)
    {
        var (start, count) = _run.Sampler.Range(_samples.Count, step % _steps);
        var batch = _part!.Batch(start, count, _pass, step) with { Steps = _steps };
        _part.Ahead(_run.Sampler, _samples.Count, step % _steps);
        return batch;
    }

    public void Dispose() => _part?.Dispose();
}
