using Skeptic.Torch.Operators;

namespace Skeptic.Torch;

public sealed partial class Tensor
{
    private static class ReductionOps
    {
        internal static readonly Operator Sum = new("aten::sum");
        internal static readonly Operator SumDim = new("aten::sum", "dim_IntList");
        internal static readonly Operator Mean = new("aten::mean");
        internal static readonly Operator MeanDim = new("aten::mean", "dim");
        internal static readonly Operator Max = new("aten::max");
        internal static readonly Operator Min = new("aten::min");
        internal static readonly Operator Amax = new("aten::amax");
        internal static readonly Operator Amin = new("aten::amin");
        internal static readonly Operator CumSum = new("aten::cumsum");
        internal static readonly Operator ArgMax = new("aten::argmax");
        internal static readonly Operator All = new("aten::all");
        internal static readonly Operator KthValue = new("aten::kthvalue");
        internal static readonly Operator TopK = new("aten::topk");
        internal static readonly Operator ArgSort = new("aten::argsort", "stable");
        internal static readonly Operator Norm = new("aten::linalg_vector_norm");
        internal static readonly Operator IsFinite = new("aten::isfinite");
        internal static readonly Operator Stack = new("aten::stack");
    }

    /// <summary>The sum of all elements, a scalar; bool and integer elements are counted in int64.</summary>
    public Tensor Sum() => ReductionOps.Sum.Call(this, Value.Default);

    public Tensor Sum(int dimension, bool keep = false) => ReductionOps.SumDim.Call(this, new long[] { dimension }, keep, Value.Default);

    public Tensor Mean() => ReductionOps.Mean.Call(this, Value.Default);

    public Tensor Mean(int dimension, bool keep = false) => ReductionOps.MeanDim.Call(this, new long[] { dimension }, keep, Value.Default);

    public Tensor Max() => ReductionOps.Max.Call(this);

    public Tensor Min() => ReductionOps.Min.Call(this);

    public Tensor Max(int dimension, bool keep = false) => ReductionOps.Amax.Call(this, new long[] { dimension }, keep);

    public Tensor Min(int dimension, bool keep = false) => ReductionOps.Amin.Call(this, new long[] { dimension }, keep);

    /// <summary>The sum of each element and those before it along <paramref name="dimension"/>.</summary>
    public Tensor CumSum(int dimension) => ReductionOps.CumSum.Call(this, dimension, Value.Default);

    /// <summary>Where the largest element of each row along <paramref name="dimension"/> is, int64; the first of equals.</summary>
    public Tensor ArgMax(int dimension, bool keep = false) => ReductionOps.ArgMax.Call(this, dimension, keep);

    /// <summary>Whether every element of a bool tensor is true: a bool scalar.</summary>
    public Tensor All() => ReductionOps.All.Call(this);

    public Tensor IsFinite() => ReductionOps.IsFinite.Call(this);

    /// <summary>The <paramref name="k"/>-th largest element (1 is the largest) of a vector, a scalar.</summary>
    public Tensor KthLargest(long k)
    {
        var count = Count;
        if (k < 1 || k > count) throw new ArgumentOutOfRangeException(nameof(k), k, $"between 1 and {count}");
        // On a GPU the operator has no deterministic algorithm; sorting has, and finds the same number.
        if (!Device.IsCpu && Engine.Deterministic) return KthLargestSorted(k);
        return ReductionOps.KthValue.Call(this, count - k + 1);
    }

    /// <summary>As <see cref="KthLargest"/>, by sorting.</summary>
    public Tensor KthLargestSorted(long k) => IndexSelect(ArgSort(0, descending: true).Rows(k - 1, 1)).Reshape();

    /// <summary>Positions of the elements along <paramref name="dimension"/> in ascending (or descending) order; equals keep their order.</summary>
    public Tensor ArgSort(int dimension = -1, bool descending = false) => ReductionOps.ArgSort.Call(this, true, dimension, descending);

    /// <summary>The Euclidean norm of all elements, a scalar.</summary>
    public Tensor Norm() => ReductionOps.Norm.Call(this, 2.0);

    /// <summary>The Euclidean norm along <paramref name="dimension"/>; its gradient at 0 is 0.</summary>
    public Tensor Norm(int dimension, bool keep = false) => ReductionOps.Norm.Call(this, 2.0, new long[] { dimension }, keep);

    /// <summary>Joins equally shaped tensors along a new first dimension.</summary>
    public static Tensor Stack(params Tensor[] tensors) => ReductionOps.Stack.Call(tensors, 0);
}
