using Skeptic.Torch;
using Skeptic.Torch.Layers;

namespace Skeptic.Networks;

/// <summary>Ways of one input that run side by side, their maps joined: <c>branch0</c>, <c>branch1</c>, ...</summary>
internal sealed class Parallel : Layer
{
    private readonly Layer[] _branches;

    internal Parallel(params Layer[] branches) => _branches = [.. branches.Select((branch, i) => Child($"branch{i}", branch))];

    public override Tensor Forward(Tensor input) => Tensor.Cat([.. _branches.Select(branch => branch.Forward(input))], 1);
}

/// <summary>x + scale * 1x1(parallel ways of x), then ReLU unless it is the last: a residual block of Inception-ResNet.</summary>
internal sealed class ScaledResidual : Layer
{
    private readonly Layer[] _branches;
    private readonly Conv2d _conv;
    private readonly double _scale;
    private readonly bool _rectified;

    internal ScaledResidual(int maps, int joined, double scale, Generator init, Func<Layer[]> branches, bool rectified = true)
    {
        (_scale, _rectified) = (scale, rectified);
        _branches = [.. branches().Select((branch, i) => Child($"branch{i}", branch))];
        _conv = Child("conv2d", new Conv2d(joined, maps, 1, init));
    }

    public override Tensor Forward(Tensor input)
    {
        var x = _conv.Forward(Tensor.Cat([.. _branches.Select(branch => branch.Forward(input))], 1)) * _scale + input;
        return _rectified ? x.Relu() : x;
    }
}
