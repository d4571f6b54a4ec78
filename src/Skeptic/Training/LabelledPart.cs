using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>A part of a data set on the device, with labels: the training set, the validation split or the test set.</summary>
internal sealed class LabelledPart : IDisposable
{
    private readonly DeviceData _data;
    private readonly Tensor _rows;

    /// <param name="rows">Positions in <paramref name="data"/>, int array; null for all of it, in its order.</param>
    /// <param name="labels">One for each position.</param>
    internal LabelledPart(DeviceData data, int[]? rows, int[] labels)
    {
        _data = data;
        using var scope = Scope.Open();
        _rows = (rows is null ? Tensor.Arange(labels.Length, data.Device) : Upload(rows)).Unscoped();
        Labels = Upload(labels).Unscoped();
    }

    /// <summary>int64 <c>[N]</c>.</summary>
    internal Tensor Labels { get; }

    internal long Count => Labels.Count;

    internal Device Device => _data.Device;

    /// <summary>Whether batches come from this machine's memory or disk, one at a time.</summary>
    internal bool InHost => _data.InHost;

    /// <summary>The samples at <paramref name="index"/>, for as long as the scope that is open now.</summary>
    /// <param name="views">What batches show of them; null for the samples as they are.</param>
    internal OrderedPart InOrder(Tensor index, Views? views = null) => new(_data, index, _rows.IndexSelect(index), Labels.IndexSelect(index), views ?? Views.Plain);

    /// <summary>Mean logits of the networks for every sample: <c>[N,K]</c>.</summary>
    internal Tensor Logits(IReadOnlyList<Network> networks) => Evaluation.Logits(networks, _data, _rows);

    /// <summary>Share of samples whose label the networks say, in [0,1]; of a group, every process looks at a slice.</summary>
    internal double Accuracy(IReadOnlyList<Network> networks, TrainingGroup? group = null)
    {
        using var scope = Scope.Open();
        if (group is null) return Evaluation.Accuracy(Logits(networks), Labels);
        var (start, end) = (Count * group.Rank / group.Size, Count * (group.Rank + 1) / group.Size);
        var right = start == end ? 0 : Evaluation.Accuracy(Evaluation.Logits(networks, _data, _rows.Rows(start, end - start)), Labels.Rows(start, end - start)) * (end - start);
        return Math.Round(group.Sum(right)) / Count;
    }

    internal Tensor Upload(int[] values) => Tensor.From(values, _data.Device).To(ScalarType.Int64);

    public void Dispose()
    {
        _rows.Dispose();
        Labels.Dispose();
    }
}
