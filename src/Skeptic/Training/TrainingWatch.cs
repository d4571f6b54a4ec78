using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Training;

/// <summary>
/// What training shows in passing, without a pass of its own: for every sample the network's class and loss at its last visit.
/// The numbers of an epoch are computed from these when it ends, so a step never waits for the device.
/// </summary>
/// <remarks>
/// The class is that of the network alone, in training mode, before the step; with several networks, of the first. Where a method
/// trains on mixtures of samples it is that of a look at the training set, in evaluation mode, when the epoch ends.
/// </remarks>
internal sealed class TrainingWatch : IDisposable
{
    private readonly Tensor _given, _mislabelled;
    private readonly Tensor? _true;

    internal TrainingWatch(Tensor given, Tensor? truth)
    {
        _given = given;
        _true = truth;
        using var scope = Scope.Open();
        var samples = given.Count;
        Class = Tensor.Full([samples], -1, ScalarType.Int64, given.Device).Unscoped();
        AdjustedClass = Tensor.Full([samples], -1, ScalarType.Int64, given.Device).Unscoped();
        Loss = Tensor.Full([samples], double.NaN, ScalarType.Float32, given.Device).Unscoped();
        GivenLoss = Loss.Clone().Unscoped();
        BestGivenLoss = Loss.Clone().Unscoped();
        _mislabelled = (truth is null ? Tensor.Zeros([samples], ScalarType.Bool, given.Device) : given.NotEqualTo(truth)).Unscoped();
    }

    /// <summary>int64 <c>[N]</c>; -1 before the first visit.</summary>
    internal Tensor Class { get; }

    /// <summary>The class by the logits that the losses see.</summary>
    internal Tensor AdjustedClass { get; }

    /// <summary>float32 <c>[N]</c>, the method's own loss; NaN before the first visit.</summary>
    internal Tensor Loss { get; }

    /// <summary>float32 <c>[N]</c>, cross-entropy of the given label under the network alone; NaN before the first visit.</summary>
    internal Tensor GivenLoss { get; }

    /// <summary><see cref="GivenLoss"/> as it was at the best epoch by validation so far; NaN before there is one.</summary>
    internal Tensor BestGivenLoss { get; }

    /// <summary>What a checkpoint holds of it.</summary>
    internal IEnumerable<NamedTensor> State =>
    [
        new("watch.class", Class), new("watch.adjusted-class", AdjustedClass), new("watch.loss", Loss),
        new("watch.given-loss", GivenLoss), new("watch.best-given-loss", BestGivenLoss),
    ];

    /// <summary>Every process learns what the others saw of their samples.</summary>
    internal void Merge(TrainingGroup group)
    {
        foreach (var values in new[] { Class, AdjustedClass, Loss, GivenLoss }) group.Merge(values);
    }

    internal void KeepBest() => BestGivenLoss.CopyFrom(GivenLoss);

    internal void Observe(Branch[] branches)
    {
        var branch = branches[0];
        if (branch.Network.Id != 0 || branch.Examples.Index is not { } index) return;
        var logits = branch.RawView(0);
        Class.SetRows(index, logits.ArgMax(1));
        GivenLoss.SetRows(index, logits.CrossEntropy(_given.IndexSelect(index)).To(Loss.Type));
        if (!ReferenceEquals(branch.Logits, branch.RawLogits)) AdjustedClass.SetRows(index, branch.View(0).ArgMax(1));
        Loss.SetRows(index, branch.Losses.Detach().To(Loss.Type));
    }

    /// <summary>Takes the network's verdict on all samples as their visit: where steps show only mixtures, they show no sample.</summary>
    /// <param name="logits"><c>[N,K]</c>.</param>
    internal void Look(Tensor logits)
    {
        using var off = Grad.Off();
        using var scope = Scope.Open();
        Class.CopyFrom(logits.ArgMax(1));
        AdjustedClass.CopyFrom(Class);
        GivenLoss.CopyFrom(logits.CrossEntropy(_given));
        Loss.CopyFrom(GivenLoss);
    }

    internal TrainingNumbers Numbers(bool outputsChanged)
    {
        using var scope = Scope.Open();
        var visited = Class >= 0;
        var count = Math.Max(1, visited.Sum().ToInt64());
        var fits = Class.EqualTo(_given);
        double Share(Tensor which, double of) => which.Sum().ToDouble() / of;
        var mislabelled = _mislabelled.And(visited);
        var wrong = mislabelled.Sum().ToDouble();
        var truthKnown = _true is not null;
        return new TrainingNumbers
        {
            Loss = visited.Choose(Loss, Tensor.Zeros([], ScalarType.Float32, Loss.Device)).Sum().ToDouble() / count,
            GivenAccuracy = Share(fits.And(visited), count),
            AdjustedAccuracy = outputsChanged ? Share(AdjustedClass.EqualTo(_given).And(visited), count) : null,
            TrueAccuracy = truthKnown ? Share(Class.EqualTo(_true!).And(visited), count) : null,
            Memorised = truthKnown && wrong > 0 ? Share(fits.And(mislabelled), wrong) : null,
        };
    }

    public void Dispose()
    {
        Class.Dispose();
        AdjustedClass.Dispose();
        Loss.Dispose();
        GivenLoss.Dispose();
        BestGivenLoss.Dispose();
        _mislabelled.Dispose();
    }
}
