using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>How rows start.</summary>
/// <param name="StandardDeviation">Of a normal distribution around 0; 0 means zeros.</param>
public sealed record Initial(double StandardDeviation)
{
    public static Initial Zeros { get; } = new(0);

    public static Initial Normal(double standardDeviation) => new(standardDeviation);
}

/// <summary>Plain gradient descent on the visited rows, without momentum or decay.</summary>
/// <param name="LearningRate">Of the row's own gradient, that of the mean loss over the batch.</param>
/// <param name="FollowsSchedule">Whether the schedule of the networks' learning rate scales this one too.</param>
/// <param name="Bound">What every entry is cut to after a step, on either side of 0; null lets them grow.</param>
public sealed record RowTraining(double LearningRate, bool FollowsSchedule = false, double? Bound = null);

/// <summary>
/// State with one row for every training sample, <c>[N,width]</c> float32, and one copy for every network; in a process that trains one
/// shard, with those of its own samples alone until the run has ended. A trained row takes
/// part in the step as a leaf; afterwards only the visited rows move, which equals dense gradient descent when there is neither
/// momentum nor decay, without an N x width gradient at every step.
/// </summary>
public sealed class PerSample
{
    private Tensor[] _values = [];
    private Shards _shards = Shards.Undivided;

    internal PerSample(string name, int width, Initial initial, RowTraining? training) =>
        (Name, Width, Initial, Training) = (name, width, initial, training);

    public string Name { get; }

    public int Width { get; }

    /// <summary>The method that asked for it.</summary>
    internal string Owner { get; set; } = "";

    internal Initial Initial { get; }

    internal RowTraining? Training { get; }

    /// <summary>The batch's rows <c>[B,width]</c>: of a variable a leaf with gradient, the same one throughout the step.</summary>
    /// <exception cref="CompositionException">The rows of this step are mixtures of samples.</exception>
    public Tensor this[Branch branch]
    {
        get
        {
            if (Training is null) return Of(branch.Network).IndexSelect(Rows(branch));
            if (!branch.Leaves.TryGetValue(this, out var leaf))
            {
                using (Grad.Off()) leaf = Of(branch.Network).IndexSelect(Rows(branch));
                branch.Leaves[this] = leaf.WithGrad();
            }
            return leaf;
        }
        set => Of(branch.Network).SetRows(Rows(branch), value);
    }

    /// <summary>The rows of the samples that the sampler drew, also where a step trains on mixtures of them: <c>[B,width]</c>, no leaf.</summary>
    public Tensor Drawn(Branch branch) => Of(branch.Network).IndexSelect(RowsOf(branch.Batch.Index));

    /// <summary>Overwrites the rows that <see cref="Drawn"/> gives.</summary>
    public void SetDrawn(Branch branch, Tensor values) => Of(branch.Network).SetRows(RowsOf(branch.Batch.Index), values);

    /// <summary>All rows of one network's copy: <c>[N,width]</c>.</summary>
    public Tensor Of(Network network) => _values[network.Id];

    /// <summary>The mean over the networks' copies: <c>[N,width]</c>.</summary>
    public Tensor Mean() => _values.Length == 1 ? _values[0] : Tensor.Stack(_values).Mean(0);

    /// <remarks>All rows are drawn wherever a part of them is kept, so that a sample starts alike in any number of processes.</remarks>
    internal void Allocate(int networks, int samples, Device device, Func<int, Generator> generator, Shards? division = null)
    {
        using var scope = Scope.Open();
        _shards = division ?? Shards.Undivided;
        _values = new Tensor[networks];
        for (var n = 0; n < networks; n++)
        {
            var values = Tensor.Zeros([samples, Width]);
            if (Initial.StandardDeviation > 0)
            {
                using var draws = generator(n);
                values.FillNormal(0, Initial.StandardDeviation, draws);
            }
            values = _shards.Kept(values);
            _values[n] = (device.IsCpu ? values : values.To(device)).Unscoped();
        }
    }

    /// <summary>Moves the rows that the step visited against their gradient.</summary>
    internal void Update(Branch branch, double scheduleFactor)
    {
        if (Training is null || !branch.Leaves.TryGetValue(this, out var leaf) || leaf.Grad is not { } gradient) return;
        var rate = Training.LearningRate * (Training.FollowsSchedule ? scheduleFactor : 1);
        var values = Of(branch.Network).AddRows(Rows(branch), gradient, -rate);
        if (Training.Bound is { } bound) values.SetRows(Rows(branch), values.IndexSelect(Rows(branch)).Clamp(-bound, bound));
    }

    /// <summary>All rows of one network's copy, wherever they are kept; in a group <c>[N,width]</c> on the CPU of process 0, elsewhere null.</summary>
    internal Tensor? Whole(Network network, TrainingGroup? group, long samples) =>
        group is null || _shards.Own is null ? Of(network) : group.Gather(Of(network), samples);

    /// <summary>Process 0 has all rows from now on, in place of its own.</summary>
    internal void Assemble(IReadOnlyList<Network> networks, TrainingGroup group, long samples)
    {
        foreach (var network in networks)
        {
            using var scope = Scope.Open();
            if (Whole(network, group, samples) is not { } whole) continue;
            var device = Of(network).Device;
            Of(network).Dispose();
            _values[network.Id] = (device.IsCpu ? whole : whole.To(device)).Unscoped();
        }
        if (group.Writes) _shards = Shards.Undivided;
    }

    /// <summary>Takes the rows of a checkpoint, which holds all.</summary>
    internal void Load(Network network, Tensor whole) => Of(network).CopyFrom(_shards.Kept(whole));

    internal void Free()
    {
        foreach (var values in _values) values.Dispose();
        _values = [];
    }

    private Tensor Rows(Branch branch)
    {
        var index = branch.Examples.Index ?? throw new CompositionException($"'{Name}' is kept per sample, but this step's rows are mixtures of samples");
        return _shards.Own is null ? index : branch.OwnRows ??= RowsOf(index);
    }

    /// <param name="index">Positions in the training set.</param>
    private Tensor RowsOf(Tensor index) => _shards.Own is null ? index : index.FloorDivide(_shards.Count);
}
