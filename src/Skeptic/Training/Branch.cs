using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// One network's way through one batch. The branches of a step move in lockstep: all finish a stage before any enters the
/// next, so a method may read what its <see cref="Peers"/> have reached. Peers are read, never written.
/// </summary>
public sealed class Branch
{
    private Examples? _examples;
    private Tensor? _logits, _targets, _losses, _weights, _probabilities;

    internal Branch(Run run, Clock clock, Network network, Batch batch) => (Run, Clock, Network, Batch) = (run, clock, network, batch);

    public Run Run { get; }

    public Clock Clock { get; }

    public Network Network { get; }

    public Batch Batch { get; }

    /// <summary>The batch as all processes that train together see it.</summary>
    public WholeBatch Whole => field ??= new WholeBatch(Run.Group, Batch);

    /// <summary>The other networks of this step.</summary>
    public IReadOnlyList<Branch> Peers { get; internal set; } = [];

    public Examples Examples { get => Reached(_examples); internal set => _examples = value; }

    /// <summary>What the network said, all views, before <see cref="IOutputs"/>: <c>[V·B,K]</c>.</summary>
    public Tensor RawLogits { get => Reached(_logits); internal set => _logits = value; }

    /// <summary>What the losses see, all views, after <see cref="IOutputs"/>: <c>[V·B,K]</c>.</summary>
    public Tensor Logits
    {
        get => Reached(field);
        internal set
        {
            field = value;
            _probabilities = null;
        }
    }

    /// <summary>Softmax of the first view of <see cref="Logits"/>: <c>[B,K]</c>.</summary>
    public Tensor Probabilities
    {
        get
        {
            if (_probabilities is { } kept) return kept;
            var probabilities = View(0).Softmax();
            // What a stage without gradient asks for must not lose it for the stages after.
            if (Grad.Enabled) _probabilities = probabilities;
            return probabilities;
        }
    }

    /// <summary>What the losses compare with, after <see cref="ITargets"/>: <c>[B,K]</c>.</summary>
    public Tensor Targets { get => _targets ?? Examples.Targets; internal set => _targets = value; }

    /// <summary>The class of each row, int64 <c>[B]</c>; null where <see cref="Targets"/> are more than classes.</summary>
    public Tensor? Labels => _targets is null ? Examples.Labels : null;

    /// <summary>One number per example: <c>[B]</c>.</summary>
    public Tensor Losses { get => Reached(_losses); internal set => _losses = value; }

    /// <summary>What the methods' weights came to, <c>[B]</c>; null where no method weighs.</summary>
    public Tensor? Weights { get => _weights; internal set => _weights = value; }

    /// <summary>The logits of one view: <c>[B,K]</c>.</summary>
    public Tensor View(int view) => Examples.Views == 1 ? Logits : Logits.Rows(view * Batch.Size, Batch.Size);

    /// <summary>What the network said of one view: <c>[B,K]</c>.</summary>
    public Tensor RawView(int view) => Examples.Views == 1 ? RawLogits : RawLogits.Rows(view * Batch.Size, Batch.Size);

    internal Dictionary<PerSample, Tensor> Leaves { get; } = [];

    /// <summary>Where the samples lie among those of this process; made when it is first asked for.</summary>
    internal Tensor? OwnRows { get; set; }

    private static T Reached<T>(T? value) where T : class =>
        value ?? throw new InvalidOperationException("this stage of the training step has not been reached yet");
}
