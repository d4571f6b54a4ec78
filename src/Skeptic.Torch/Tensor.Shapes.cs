using Skeptic.Torch.Operators;

namespace Skeptic.Torch;

public sealed partial class Tensor
{
    private static class ShapeOps
    {
        internal static readonly Operator Reshape = new("aten::reshape");
        internal static readonly Operator Flatten = new("aten::flatten", "using_ints");
        internal static readonly Operator Transpose = new("aten::transpose", "int");
        internal static readonly Operator Narrow = new("aten::narrow");
        internal static readonly Operator Pad = new("aten::constant_pad_nd");
        internal static readonly Operator Unsqueeze = new("aten::unsqueeze");
        internal static readonly Operator Squeeze = new("aten::squeeze", "dim");
        internal static readonly Operator Expand = new("aten::expand");
        internal static readonly Operator Cat = new("aten::cat");
        internal static readonly Operator Detach = new("aten::detach");
        internal static readonly Operator Clone = new("aten::clone");
        internal static readonly Operator RequiresGrad = new("aten::requires_grad_");
        internal static readonly Operator Backward = new("aten::_backward");
    }

    /// <summary>The same elements in another shape; one size may be -1.</summary>
    public Tensor Reshape(params long[] shape) => ShapeOps.Reshape.Call(this, shape);

    /// <summary>Joins all dimensions from <paramref name="start"/> on into one.</summary>
    public Tensor Flatten(int start = 0) => ShapeOps.Flatten.Call(this, start, -1);

    public Tensor Transpose(int a = 0, int b = 1) => ShapeOps.Transpose.Call(this, a, b);

    /// <summary>Rows [<paramref name="start"/>, <paramref name="start"/> + <paramref name="count"/>) of the first dimension, sharing memory.</summary>
    public Tensor Rows(long start, long count) => ShapeOps.Narrow.Call(this, 0, start, count);

    /// <summary><paramref name="count"/> entries of one dimension from <paramref name="start"/> on, sharing memory.</summary>
    public Tensor Narrow(int dimension, long start, long count) => ShapeOps.Narrow.Call(this, dimension, start, count);

    /// <summary>Zeros around the last dimensions: before and after the last, before and after the one before it, and so on.</summary>
    public Tensor Pad(params long[] margins) => ShapeOps.Pad.Call(this, margins, 0);

    public Tensor Unsqueeze(int dimension) => ShapeOps.Unsqueeze.Call(this, dimension);

    public Tensor Squeeze(int dimension) => ShapeOps.Squeeze.Call(this, dimension);

    public Tensor Expand(params long[] shape) => ShapeOps.Expand.Call(this, shape);

    /// <summary>Joins tensors along an existing dimension.</summary>
    public static Tensor Cat(Tensor[] tensors, int dimension = 0) => ShapeOps.Cat.Call(tensors, dimension);

    /// <summary>The same elements cut off from the recorded history.</summary>
    public Tensor Detach() => ShapeOps.Detach.Call(this);

    public Tensor Clone() => ShapeOps.Clone.Call(this);

    /// <summary>Makes a leaf trainable (or not): <see cref="Backward"/> then accumulates into its <see cref="Grad"/>.</summary>
    public Tensor WithGrad(bool required = true)
    {
        ShapeOps.RequiresGrad.Do(this, required);
        return this;
    }

    /// <summary>Accumulates the gradient of this scalar into every leaf that it depends on.</summary>
    public void Backward() => ShapeOps.Backward.Do(this, Array.Empty<Tensor?>());
}
