using Skeptic.Torch.Operators;

namespace Skeptic.Torch;

public sealed partial class Tensor
{
    private static class FunctionOps
    {
        internal static readonly Operator Softmax = new("aten::softmax", "int");
        internal static readonly Operator LogSoftmax = new("aten::log_softmax", "int");
        internal static readonly Operator Relu = new("aten::relu");
        internal static readonly Operator Slice = new("aten::slice", "Tensor");
        internal static readonly Operator ReluPool = new("skeptic::relu_pool");
        internal static readonly Operator CrossEntropy = new("aten::cross_entropy_loss");
    }

    /// <summary>How a loss over a batch is put together.</summary>
    public enum Reduction
    {
        None = 0,
        Mean = 1,
        Sum = 2,
    }

    /// <summary>Probabilities along <paramref name="dimension"/>; the rows sum to 1.</summary>
    public Tensor Softmax(int dimension = -1) => FunctionOps.Softmax.Call(this, dimension, Value.Default);

    public Tensor LogSoftmax(int dimension = -1) => FunctionOps.LogSoftmax.Call(this, dimension, Value.Default);

    public Tensor Relu() => FunctionOps.Relu.Call(this);

    /// <summary>ReLU, then the maximum of every 2x2 square: <c>[B,C,H,W]</c> to <c>[B,C,H/2,W/2]</c>, halves rounded down.</summary>
    public Tensor ReluPool() => !Device.IsCpu && Engine.Deterministic ? Relu().MaxPoolBySlices() : FunctionOps.ReluPool.Call(this);

    /// <summary>
    /// The maximum of every 2x2 square, halves rounded down, out of four slices: its gradient goes to the first of equals, as the library's
    /// does, but is never added up in an order that changes, as the library's is on a GPU.
    /// </summary>
    public Tensor MaxPoolBySlices()
    {
        var (height, width) = (Size(2) / 2 * 2, Size(3) / 2 * 2);
        Tensor Corner(long down, long right) => FunctionOps.Slice.Call(FunctionOps.Slice.Call(this, 2, down, height, 2), 3, right, width, 2);
        var best = Corner(0, 0);
        foreach (var (down, right) in new[] { (0L, 1L), (1L, 0L), (1L, 1L) })
        {
            var other = Corner(down, right);
            best = (best >= other).Choose(best, other);
        }
        return best;
    }

    /// <summary>
    /// Cross-entropy of these logits [B,K] with targets: class numbers int64 [B], or probabilities [B,K].
    /// </summary>
    public Tensor CrossEntropy(Tensor targets, Reduction reduction = Reduction.None) =>
        FunctionOps.CrossEntropy.Call(this, targets, Value.Default, (int)reduction);
}
