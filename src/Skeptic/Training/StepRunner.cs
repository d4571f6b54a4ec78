using Skeptic.Torch;
using Skeptic.Torch.Graphs;

namespace Skeptic.Training;

/// <summary>
/// Takes the steps of a pass: one by one, or, where every step asks for the same work, out of a graph. What a step is given is made as always
/// (batches, views, the method's examples) and copied into memory that stays; everything after that, from the forward pass to what is
/// remembered, is the graph. Learning rates and phases are numbers in it, so a graph lives for one pass of one epoch.
/// </summary>
/// <remarks>
/// Whether steps ask for the same work is not declared by methods but seen: a few steps are written on tapes, and two in a row must be equal in
/// every operator, number and tensor, without a draw, a read, a write or the number of the step.
/// </remarks>
internal sealed class StepRunner(Run run, Clock clock, Pass pass, double rate, Divergence divergence) : IDisposable
{
    private const int Trials = 4;
    private readonly Execution _execution = run.Execution;
    private OperatorTape? _last;
    private IDeviceGraph? _graph;
    private StepInputs? _inputs;
    private int _tried;
    private bool _plain;

    /// <summary>Steps that were repeated by the graph.</summary>
    internal int Replayed { get; private set; }

    /// <summary>Trains the networks of the pass on one batch.</summary>
    /// <returns>Why the steps of this pass are taken one by one from now on, where that is decided by this one; else null.</returns>
    internal string? Take(Batch batch)
    {
        if (_plain) return Plain(batch, null);
        if (_execution.WhyNoGraph(run.Device) is { } missing) return Plain(batch, missing.Length == 0 ? null : missing, forGood: true);
        if (batch.Beside is not null) return Plain(batch, "a step shows samples beside its own", forGood: true);
        if (run.Group is not null) return Plain(batch, "several processes add up their gradients in a step", forGood: true);
        if (run.Training.InHost) return Plain(batch, "the data lie in host memory", forGood: true);

        var branches = TrainingStep.Examples(run, run.Method, clock, pass, batch);
        _inputs ??= new StepInputs(branches);
        // The last batch may be smaller, and its step is taken by itself.
        if (!_inputs.Fits(branches))
        {
            divergence.Observe(TrainingStep.Body(run, run.Method, branches, rate));
            return null;
        }
        _inputs.Fill(branches);
        void Body()
        {
            using var scope = Scope.Open();
            divergence.Observe(TrainingStep.Body(run, run.Method, _inputs.Branches(run, clock, pass, batch), rate));
        }

        if (_graph is not null)
        {
            _graph.Replay();
            foreach (var network in pass.Train) network.Optimiser.CountRepeated();
            Replayed++;
            return null;
        }
        return _last is not null && _tried < 0 ? Capture(Body) : Try(Body);
    }

    public void Dispose()
    {
        _graph?.Dispose();
        _inputs?.Dispose();
    }

    private string? Plain(Batch batch, string? why, bool forGood = false)
    {
        _plain |= forGood;
        divergence.Observe(TrainingStep.Take(run, run.Method, clock, pass, batch, rate));
        return why;
    }

    /// <summary>Takes a step and writes it on a tape.</summary>
    private string? Try(Action body)
    {
        using var tape = OperatorTape.Start();
        body();
        var why = tape.Refusal ?? (_last is null ? null : OperatorTape.Difference(_last, tape));
        if (_last is not null && why is null)
        {
            _tried = -1;
            return null;
        }
        _last = tape;
        // The first steps of an optimiser differ from those after them; a refusal does not pass.
        if (tape.Refusal is null && ++_tried < Trials) return null;
        return GiveUp(why!);
    }

    private string? Capture(Action body)
    {
        var graph = _execution.NewGraph();
        try
        {
            graph.Capture(body);
            _graph = graph;
            return null;
        }
        catch (EngineException e)
        {
            graph.Dispose();
            body();
            return GiveUp(e.Message);
        }
    }

    private string GiveUp(string why)
    {
        _plain = true;
        _inputs?.Dispose();
        _inputs = null;
        return why;
    }
}
