using Skeptic.Torch.Operators;

namespace Skeptic.Torch;

public sealed partial class Tensor
{
    private static class IndexingOps
    {
        internal static readonly Operator IndexSelect = new("aten::index_select");
        internal static readonly Operator IndexSelectInto = new("aten::index_select", "out");
        internal static readonly Operator Gather = new("aten::gather");
        internal static readonly Operator IndexAdd = new("aten::index_add_");
        internal static readonly Operator IndexCopy = new("aten::index_copy_");
        internal static readonly Operator ScatterValue = new("aten::scatter_", "value");
        internal static readonly Operator ScatterAdd = new("aten::scatter_add_");
        internal static readonly Operator NonZero = new("aten::nonzero");
    }

    /// <summary>The rows that <paramref name="index"/> (int64 [M]) names, in its order: [M, ...].</summary>
    public Tensor IndexSelect(Tensor index, int dimension = 0) => IndexingOps.IndexSelect.Call(this, dimension, index);

    /// <summary>As <see cref="IndexSelect"/> of rows, into memory that is there: <paramref name="target"/> has the shape of the result.</summary>
    public void IndexSelectInto(Tensor index, Tensor target) => IndexingOps.IndexSelectInto.Do(this, 0, index, target);

    /// <summary>result[i,j] = this[i, index[i,j]] for <c>[B,K]</c> and int64 <c>[B,M]</c>: <c>[B,M]</c>.</summary>
    public Tensor Gather(Tensor index) => IndexingOps.Gather.Call(this, 1, index, false);

    /// <summary>As <see cref="Gather(Tensor)"/>, along any dimension; the index has the rank of this tensor.</summary>
    public Tensor Gather(Tensor index, int dimension) => IndexingOps.Gather.Call(this, dimension, index, false);

    /// <summary>result[i] = this[i, index[i]] for <c>[B,K]</c> and int64 <c>[B]</c>: <c>[B]</c>.</summary>
    public Tensor Pick(Tensor index)
    {
        var column = index.Unsqueeze(1);
        return IndexingOps.Gather.Call(this, 1, column, false).Squeeze(1);
    }

    /// <summary>this[index[i]] += <paramref name="scale"/> * rows[i], in place; repeated rows add up.</summary>
    public Tensor AddRows(Tensor index, Tensor rows, double scale = 1)
    {
        IndexingOps.IndexAdd.Do(this, 0, index, rows, scale);
        return this;
    }

    /// <summary>this[index[i]] = rows[i], in place.</summary>
    public Tensor SetRows(Tensor index, Tensor rows)
    {
        IndexingOps.IndexCopy.Do(this, 0, index, rows);
        return this;
    }

    /// <summary>this[i, index[i,j]] += values[i,j] for <c>[B,K]</c>, int64 <c>[B,M]</c> and <c>[B,M]</c>, in place; repeated places add up.</summary>
    public Tensor AddAt(Tensor index, Tensor values)
    {
        IndexingOps.ScatterAdd.Do(this, 1, index, values);
        return this;
    }

    /// <summary>this[index[i]] = <paramref name="value"/> for a vector, in place.</summary>
    public Tensor SetAt(Tensor index, double value)
    {
        IndexingOps.ScatterValue.Do(this, 0, index, value);
        return this;
    }

    /// <summary>Class numbers int64 [B] as float32 [B,K] with a single 1 a row.</summary>
    public Tensor OneHot(long classes)
    {
        var rows = Zeros([Count, classes], ScalarType.Float32, Device);
        IndexingOps.ScatterValue.Do(rows, 1, Unsqueeze(1), 1.0);
        return rows;
    }

    /// <summary>Positions of the true elements of a bool vector: int64 [M].</summary>
    public Tensor Positions() => IndexingOps.NonZero.Call(this).Squeeze(1);
}
