using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Layers;

/// <summary>
/// Convolution <c>[B,in,H,W]</c> to <c>[B,out,H',W']</c>, H' = (H + 2 padding - kernel) / stride + 1 rounded down, with PyTorch's
/// default start.
/// </summary>
public sealed class Conv2d : Layer
{
    private static readonly Operator s_conv2d = new("aten::conv2d");
    private static readonly Operator s_convReluPool = new("skeptic::conv_relu_pool");
    private static readonly Operator s_convNormReluPool = new("skeptic::conv_norm_relu_pool");
    private readonly long[] _stride, _padding;

    /// <param name="init">Draws the weight, then the bias.</param>
    public Conv2d(int inChannels, int outChannels, int kernel, Generator init, int stride = 1, int padding = 0, bool bias = true)
        : this(inChannels, outChannels, (kernel, kernel), (padding, padding), init, stride, bias)
    {
    }

    /// <param name="init">Draws the weight, then the bias.</param>
    public Conv2d(
        int inChannels, int outChannels, (int Height, int Width) kernel, (int Height, int Width) padding, Generator init, int stride = 1, bool bias = true)
    {
        _stride = [stride, stride];
        _padding = [padding.Height, padding.Width];
        Weight = Parameter("weight", Tensor.Empty([outChannels, inChannels, kernel.Height, kernel.Width]));
        Bias = bias ? Parameter("bias", Tensor.Empty([outChannels])) : null;
        Init.Default(Weight, Bias, init);
    }

    /// <summary><c>[out, in, kernel, kernel]</c></summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c></summary>
    public Tensor? Bias { get; }

    public override Tensor Forward(Tensor input) =>
        Rounded(s_conv2d.Call(Laid(Computed(input)), Computed(Weight), Bias is null ? null : Computed(Bias), _stride, _padding));

    /// <summary>The convolution, ReLU and the maximum of every 2x2 square, as one operator where that is faster.</summary>
    public Tensor ForwardReluPool(Tensor input) =>
        _stride[0] == 1 && _padding[0] == _padding[1] && Bias is not null && Compute is null && Format == MemoryFormat.Contiguous
        ? s_convReluPool.Call(input, Weight, Bias, _padding[0])
        : Forward(input).ReluPool();

    /// <summary>The convolution, a batch norm of its output, ReLU and the maximum of every 2x2 square, as one operator where that is faster.</summary>
    public Tensor ForwardNormReluPool(Tensor input, BatchNorm2d norm) =>
        input.Device.IsCpu && _stride[0] == 1 && _padding[0] == _padding[1] && Bias is not null && Compute is null && Format == MemoryFormat.Contiguous
            ? norm.Fused(s_convNormReluPool, [input, Weight, Bias], _padding[0])
            : norm.ForwardReluPool(Forward(input));

    private Tensor Laid(Tensor input) => Format == MemoryFormat.Contiguous ? input : input.Contiguous(Format);
}
