using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Torch.Operators;

namespace Skeptic.Recovery;

/// <summary>
/// The encoder-decoder with skips of the deep image prior (Ulyanov, Vedaldi and Lempitsky, CVPR 2018), as the recovery paper uses it:
/// <c>[1,32,H,W]</c> to <c>[1,3,H,W]</c> in (0,1), for sides of any length above 2^scales.
/// </summary>
/// <remarks>Where a side is odd, the deep branch comes up one row or column longer than the skip and loses its last.</remarks>
public sealed class SkipNetwork : Layer
{
    /// <summary>Channels of the input.</summary>
    public const int InputChannels = 32;

    private static readonly Operator s_sigmoid = new("aten::sigmoid");
    private readonly SkipScale _scales;
    private readonly Conv2d _output;

    public SkipNetwork(int width, int scales, Generator init)
    {
        SkipScale? inner = null;
        for (var i = scales - 1; i >= 0; i--) inner = new SkipScale(i == 0 ? InputChannels : width, width, inner, init);
        _scales = Child("scales", inner!);
        _output = Child("output", new Conv2d(width, 3, 1, init));
    }

    public override Tensor Forward(Tensor input) => s_sigmoid.Call(_output.Forward(_scales.Forward(input)));
}

/// <summary>One scale: skip beside (down, the scale below, up), joined and mixed.</summary>
internal sealed class SkipScale : Layer
{
    private const int Skips = 4;
    private static readonly Operator s_upsample = new("aten::upsample_bilinear2d");
    private readonly NormedConv _skip, _down, _deep, _mix, _last;
    private readonly SkipScale? _inner;
    private readonly BatchNorm2d _joined;

    internal SkipScale(int channels, int width, SkipScale? inner, Generator init)
    {
        _skip = Child("skip", new NormedConv(channels, Skips, 1, 1, init));
        _down = Child("down", new NormedConv(channels, width, 3, 2, init));
        _deep = Child("deep", new NormedConv(width, width, 3, 1, init));
        _inner = inner is null ? null : Child("inner", inner);
        _joined = Child("joined", new BatchNorm2d(width + Skips));
        _mix = Child("mix", new NormedConv(width + Skips, width, 3, 1, init));
        _last = Child("last", new NormedConv(width, width, 1, 1, init));
    }

    public override Tensor Forward(Tensor input)
    {
        var deep = _deep.Forward(_down.Forward(input));
        if (_inner is not null) deep = _inner.Forward(deep);
        var up = s_upsample.Call(deep, new[] { 2 * deep.Size(2), 2 * deep.Size(3) }, false);
        var whole = up.Narrow(2, 0, input.Size(2)).Narrow(3, 0, input.Size(3));
        return _last.Forward(_mix.Forward(_joined.Forward(Tensor.Cat([_skip.Forward(input), whole], 1))));
    }
}

/// <summary>Convolution over the reflected picture, batch normalisation by the picture's own statistics, leaky rectifier.</summary>
internal sealed class NormedConv : Layer
{
    private static readonly Operator s_reflect = new("aten::reflection_pad2d");
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;
    private readonly LeakyRelu _activation;
    private readonly long[]? _margins;

    internal NormedConv(int inChannels, int outChannels, int kernel, int stride, Generator init)
    {
        _conv = Child("conv", new Conv2d(inChannels, outChannels, kernel, init, stride));
        _norm = Child("norm", new BatchNorm2d(outChannels));
        _activation = Child("activation", new LeakyRelu(0.2));
        long margin = kernel / 2;
        _margins = margin == 0 ? null : [margin, margin, margin, margin];
    }

    public override Tensor Forward(Tensor input) =>
        _activation.Forward(_norm.Forward(_conv.Forward(_margins is null ? input : s_reflect.Call(input, _margins))));
}
