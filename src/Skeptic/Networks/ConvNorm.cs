using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>Convolution, batch normalisation, rectifier: the block of plain networks. Its parts are called <c>conv</c> and <c>bn</c>.</summary>
internal sealed class ConvNorm : Layer
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _bn;
    private readonly LeakyRelu? _leaky;

    /// <param name="slope">Of the rectifier on its negative side.</param>
    internal ConvNorm(int inputs, int outputs, int kernel, Generator init, int stride = 1, int padding = 0, bool bias = true, double slope = 0, double epsilon = 1e-5)
        : this(inputs, outputs, (kernel, kernel), (padding, padding), init, stride, bias, slope, epsilon)
    {
    }

    internal ConvNorm(
        int inputs, int outputs, (int Height, int Width) kernel, (int Height, int Width) padding, Generator init,
        int stride = 1, bool bias = true, double slope = 0, double epsilon = 1e-5)
    {
        _conv = Child("conv", new Conv2d(inputs, outputs, kernel, padding, init, stride, bias));
        _bn = Child("bn", new BatchNorm2d(outputs, epsilon));
        _leaky = slope > 0 ? new LeakyRelu(slope) : null;
    }

    public override Tensor Forward(Tensor input)
    {
        var x = _bn.Forward(_conv.Forward(input));
        return _leaky is null ? x.Relu() : _leaky.Forward(x);
    }

    /// <summary>The same, then the maximum of every 2x2 square; for a plain rectifier.</summary>
    internal Tensor ForwardPool(Tensor input) => _conv.ForwardNormReluPool(input, _bn);
}
