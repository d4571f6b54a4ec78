using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// The batch of a step as all processes that train together see it: for methods that rank, average or draw over it. Where one process trains
/// alone its own rows are all. Every process asks for the same, in the same order, and is answered the same.
/// </summary>
/// <remarks>Rows lie in the order in which one process with the same shards would have them.</remarks>
public sealed class WholeBatch
{
    private readonly TrainingGroup? _group;
    private readonly Batch _own;

    internal WholeBatch(TrainingGroup? group, Batch own) => (_group, _own) = (group, own);

    /// <summary>Rows of all processes.</summary>
    public long Size => _own.Whole;

    /// <summary>The rows of all processes, without gradient: <c>[Size,...]</c>.</summary>
    /// <param name="own">Those of this one: numbers <c>[B,...]</c>.</param>
    public Tensor Of(Tensor own)
    {
        ArgumentNullException.ThrowIfNull(own);
        if (_group is null) return own.Detach();
        using var off = Grad.Off();
        var all = Tensor.Zeros([Size, .. own.Shape.Skip(1)], own.Type, own.Device);
        all.Rows(_own.Start, _own.Size).CopyFrom(own);
        _group.Add(all);
        return all;
    }

    /// <summary>Of rows of all processes, those of this one: <c>[B,...]</c>.</summary>
    public Tensor Own(Tensor all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return _group is null ? all : all.Rows(_own.Start, _own.Size);
    }

    /// <summary>The mean over the rows of all processes, whose gradient reaches those of this one as in the whole mean.</summary>
    /// <param name="own">Those of this one: <c>[B,...]</c>.</param>
    public Tensor Mean(Tensor own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var mean = own.Mean(0);
        // An objective counts by its process's share of the batch, so the share is no part of the gradient here.
        return _group is null ? mean : mean + Others(mean, _own.Size / (double)Size);
    }

    /// <summary>A sum over the rows of all processes, of which this one has a part; without gradient.</summary>
    public Tensor Sum(Tensor part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (_group is null) return part.Detach();
        using var off = Grad.Off();
        var sum = part.Clone();
        _group.Add(sum);
        return sum;
    }

    /// <summary>What makes this process's mean that of all.</summary>
    private Tensor Others(Tensor mean, double share)
    {
        using var off = Grad.Off();
        var all = mean.Detach() * share;
        _group!.Add(all);
        return all - mean;
    }
}
